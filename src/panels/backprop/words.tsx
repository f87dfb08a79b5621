/** Texts of the catalogue with formulas inside, as something to look at and as something to read aloud. */
import { createContext, type ReactNode, useContext, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Formula } from '@/ui';
import type { Message } from './model/message';
import { plain } from './model/symbols';

/**
 * The catalogue by keys that are put together at run time (a phase, an operation, a problem). A unit test goes through
 * all of them.
 */
export type Words = (key: string, params?: Record<string, unknown>) => string;

const WordsContext = createContext<Words | null>(null);
const MOST_KEPT = 4000;

/** The same words as `t` finds, each looked up once: a step asks for hundreds, and nearly all of them again. */
function kept(t: Words): Words {
  const found = new Map<string, string>();
  return (key, params) => {
    const name = params === undefined ? key : `${key} ${JSON.stringify(params)}`;
    let words = found.get(name);
    if (words === undefined) {
      if (found.size >= MOST_KEPT) found.clear();
      words = t(key, params);
      found.set(name, words);
    }
    return words;
  };
}

/** Gives the parts of the view their words; they follow the language. */
export function WordsProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation('backprop');
  const words = useMemo(() => kept(t as unknown as Words), [t]);
  return <WordsContext value={words}>{children}</WordsContext>;
}

export function useWords(): Words {
  const words = useContext(WordsContext);
  if (words === null) throw new Error('outside of a WordsProvider');
  return words;
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
