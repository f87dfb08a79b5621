/** An answer of the interpreter to a question about the latest trace: asked a moment after the last change, dropped when late. */
import { useEffect, useState } from 'react';
import type { Exchange, Progress } from '@/core/interpreter/client';
import { interpreter } from '../useStep';

type Question = Exclude<keyof Exchange, 'trace'>;

export interface Answered<T extends Question> {
  output: Exchange[T]['output'] | null;
  progress: Progress | null;
}

/** Passing through elements quickly asks for none of them. */
const WAIT_MS = 60;

/**
 * @param key stands for everything the answer depends on; null asks nothing.
 */
export function useAnswer<T extends Question>(key: string | null, type: T, input: Exchange[T]['input']): Answered<T> {
  const [answer, setAnswer] = useState<{ key: string } & Answered<T>>({ key: '', output: null, progress: null });
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for type and input.
  useEffect(() => {
    if (key === null) return;
    const stop = new AbortController();
    const { signal } = stop;
    const onProgress = (progress: Progress) => setAnswer({ key, output: null, progress });
    const timer = setTimeout(() => {
      interpreter.ask(type, input, { signal, onProgress }).then(
        (output) => !signal.aborted && setAnswer({ key, output, progress: null }),
        () => undefined,
      );
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [key]);
  return answer.key === key ? answer : { output: null, progress: null };
}
