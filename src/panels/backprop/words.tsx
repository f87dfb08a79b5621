/** Texts of the catalogue with formulas inside, as something to look at and as something to read aloud. */
import { useTranslation } from 'react-i18next';
import { Formula } from '@/ui';
import type { Message } from './model/message';
import { plain } from './model/symbols';

/**
 * The catalogue by keys that are put together at run time (a phase, an operation, a problem). A unit test goes through
 * all of them.
 */
export type Words = (key: string, params?: Record<string, unknown>) => string;

export function useWords(): Words {
  const { t } = useTranslation('backprop');
  return t as unknown as Words;
}

const FORMULA = /⟦(.*?)⟧/g;

/** A message in words, with the messages inside it; formulas stay as they are. */
export function worded(words: Words, { key, params }: Message): string {
  const own = Object.entries(params).map(([name, value]) => [
    name,
    typeof value === 'object' ? worded(words, value) : value,
  ]);
  return words(key, Object.fromEntries(own));
}

/** A message without formulas: symbols in plain text. */
export function say(words: Words, message: Message): string {
  return worded(words, message).replace(FORMULA, (_, latex: string) => plain(latex));
}

/** A message with its formulas set. */
export function Sentence({ message }: { message: Message }) {
  const words = useWords();
  return <Formulas text={worded(words, message)} />;
}

/** A text with its formulas set. */
export function Formulas({ text }: { text: string }) {
  const parts = text.split(FORMULA);
  return (
    <>
      {parts.map((part, index) =>
        index % 2 === 1 ? <Formula key={index} tex={part} /> : <span key={index}>{part}</span>,
      )}
    </>
  );
}
