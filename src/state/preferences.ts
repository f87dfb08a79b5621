/**
 * Language and theme. Until the person chooses, they follow the browser and the system; a choice is remembered.
 * `public/boot.js` reads the same stored value before the first paint: keep key and shape the same in both.
 */
import { create } from 'zustand';
import { readStored, writeStored } from './storage';

export const LANGUAGES = ['en', 'zh-CN'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Theme = 'light' | 'dark';

interface StoredPreferences {
  language?: Language;
  theme?: Theme;
}

export interface Preferences {
  language: Language;
  theme: Theme;
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}

export const PREFERENCES_KEY = 'preferences/1';

/** Any Chinese counts as Simplified Chinese, everything else as English; the first preferred language decides. */
export function detectLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

function stored(): StoredPreferences {
  const value = readStored(PREFERENCES_KEY);
  if (typeof value !== 'object' || value === null) return {};
  const { language, theme } = value as Record<string, unknown>;
  return {
    language: LANGUAGES.find((known) => known === language),
    theme: theme === 'light' || theme === 'dark' ? theme : undefined,
  };
}

const darkSystem = globalThis.matchMedia?.('(prefers-color-scheme: dark)') ?? null;
const systemTheme = (): Theme => (darkSystem?.matches ? 'dark' : 'light');

export const usePreferences = create<Preferences>()((set) => {
  const keep = (change: StoredPreferences) => {
    writeStored(PREFERENCES_KEY, { ...stored(), ...change });
    set(change);
  };
  const { language, theme } = stored();
  return {
    language: language ?? detectLanguage(globalThis.navigator?.languages ?? []),
    theme: theme ?? systemTheme(),
    setLanguage: (next) => keep({ language: next }),
    setTheme: (next) => keep({ theme: next }),
  };
});

darkSystem?.addEventListener?.('change', () => {
  if (!stored().theme) usePreferences.setState({ theme: systemTheme() });
});
