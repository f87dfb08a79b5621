/**
 * The narration read aloud by the browser, in the language of the page. Where there is no voice for it, nothing happens
 * and nothing fails.
 */
import { useEffect, useState, useSyncExternalStore } from 'react';
import { type Language, usePreferences } from '@/state/preferences';

const synthesis: SpeechSynthesis | null = globalThis.speechSynthesis ?? null;

function subscribe(changed: () => void): () => void {
  synthesis?.addEventListener?.('voiceschanged', changed);
  return () => synthesis?.removeEventListener?.('voiceschanged', changed);
}

/** A voice that speaks the language: the one of the very region first, one that needs no network before one that does. */
export function voiceFor(
  voices: readonly Pick<SpeechSynthesisVoice, 'lang' | 'localService' | 'name'>[],
  language: Language,
): number {
  const [main] = language.split('-');
  const rank = ({ lang, localService }: (typeof voices)[number]) => {
    const tag = lang.replace('_', '-').toLowerCase();
    if (tag !== main && !tag.startsWith(`${main}-`)) return 0;
    return 1 + (localService ? 1 : 0) + (tag === language.toLowerCase() ? 2 : 0);
  };
  let best = -1;
  voices.forEach((voice, i) => {
    if (rank(voice) > (best < 0 ? 0 : rank(voices[best]))) best = i;
  });
  return best;
}

const RAISED = new Map([...'⁰¹²³⁴⁵⁶⁷⁸⁹'].map((c, i) => [c, String(i)]));
const LOWERED = new Map([...'₀₁₂₃₄₅₆₇₈₉'].map((c, i) => [c, String(i)]));

/** Symbols as they are said: z⁽¹⁾₁ is “z 1, 1”. */
export function spoken(text: string): string {
  const digits = (table: Map<string, string>) => (found: string) =>
    ` ${[...found].map((c) => table.get(c) ?? (c === ',' ? ' ' : '')).join('')} `;
  return text
    .replace(/[⁽⁰¹²³⁴⁵⁶⁷⁸⁹⁾]+/g, digits(RAISED))
    .replace(/[₀₁₂₃₄₅₆₇₈₉]+(?:,[₀₁₂₃₄₅₆₇₈₉]+)*/g, digits(LOWERED))
    .replace(/\s+/g, ' ')
    .trim();
}

function voice(language: Language): SpeechSynthesisVoice | null {
  const voices = synthesis?.getVoices() ?? [];
  return voices[voiceFor(voices, language)] ?? null;
}

/** Reads `text` aloud whenever it changes, while that is switched on. */
export function useSpeech(text: string): { possible: boolean; on: boolean; toggle(): void } {
  const language = usePreferences((s) => s.language);
  const possible = useSyncExternalStore(subscribe, () => voice(language) !== null);
  const [on, setOn] = useState(false);
  const speaking = on && possible;
  useEffect(() => {
    if (!speaking || synthesis === null) return;
    const utterance = new SpeechSynthesisUtterance(spoken(text));
    utterance.voice = voice(language);
    utterance.lang = utterance.voice?.lang ?? language;
    synthesis.cancel();
    synthesis.speak(utterance);
    return () => synthesis.cancel();
  }, [speaking, text, language]);
  return { possible, on: speaking, toggle: () => setOn(!on) };
}
