/** Guessing the sign of a gradient before it is seen: plus, minus, or exactly zero. */
import type { ElementRef } from '@/core/interpreter/timeline';
import { Button } from '@/ui';
import { placeName } from '../model/describe';
import { locate } from '../model/network';
import { useScene } from '../stepper';
import { say, useWords } from '../words';
import { guessKey, guessSign, usePractice } from './store';
import { usePracticeWords } from './words';

const SIGNS = [
  { sign: 1, text: '+', key: 'positive' },
  { sign: 0, text: '0', key: 'zero' },
  { sign: -1, text: '−', key: 'negative' },
] as const;

/** The guess made for an element, or null. */
export function useGuess({ node, element }: ElementRef): -1 | 0 | 1 | null {
  const { traced } = useScene();
  return usePractice((p) => p.guesses[guessKey(traced.id, node, element)] ?? null);
}

export function SignGuess({ element: ref }: { element: ElementRef }) {
  const words = usePracticeWords();
  const catalogue = useWords();
  const { model, traced } = useScene();
  const made = useGuess(ref);
  const place = locate(model, ref);
  if (place === null) return null;
  const name = say(catalogue, placeName(model, place));
  const value = traced.values[ref.node][ref.element];
  return (
    <>
      {words('sign.ask')}
      {SIGNS.map(({ sign, text, key }) => (
        <Button
          key={key}
          pressed={made === sign}
          disabled={made !== null && made !== sign}
          onClick={() => guessSign(guessKey(traced.id, ref.node, ref.element), sign, value)}
          aria-label={words(`sign.${key}`, { name })}
        >
          {text}
        </Button>
      ))}
    </>
  );
}

/** Whether the guess made was right, and how many have been. */
export function SignVerdict({ element: ref }: { element: ElementRef }) {
  const words = usePracticeWords();
  const { traced } = useScene();
  const signs = usePractice((p) => p.signs);
  const made = useGuess(ref);
  if (made === null) return null;
  const value = traced.values[ref.node][ref.element];
  const right = Math.sign(value) === made;
  const said = right ? 'right' : value === 0 ? 'wasZero' : value > 0 ? 'wasPositive' : 'wasNegative';
  return (
    <span data-right={right} data-guess={said}>
      {right ? '✓' : '✗'} {words(`sign.${said}`)} {words('sign.count', { right: signs.right, count: signs.made })}
    </span>
  );
}
