/** One question to the analysis worker at a time: another one stops the one before, and leaving stops the last. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { AnalysisClient, AnalysisError, type InputOf } from '@/core/analysis/client';
import type { AnalysisOutputs, AnalysisQuestion } from '@/core/analysis/service';

type Kind = AnalysisQuestion['type'];

export interface Answered<T extends Kind> {
  /** The latest answer; while the next is on its way, still the one before. */
  output: AnalysisOutputs[T] | null;
  /** What the answer belongs to. */
  key: string | null;
  /** Share of the work that is done, while there is any. */
  progress: number | null;
  /** Code of what went wrong with the last question. */
  problem: string | null;
  stop(): void;
}

/** A moment for more changes to come, so that a slider does not ask at every place. */
const WAIT_MS = 120;

/**
 * @param key names the question: another key asks anew, null asks nothing.
 * @param input makes it, when it is asked.
 */
export function useAnalysis<T extends Kind>(type: T, key: string | null, input: () => InputOf<T>): Answered<T> {
  const client = useRef<AnalysisClient | null>(null);
  const [answer, setAnswer] = useState<{ key: string; output: AnalysisOutputs[T] } | null>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the input.
  useEffect(() => {
    if (key === null) return;
    client.current ??= new AnalysisClient();
    const { current } = client;
    let wanted = true;
    setProgress(0);
    setProblem(null);
    const end = () => wanted && setProgress(null);
    const timer = setTimeout(() => {
      current
        .ask(type, input(), (done, total) => wanted && setProgress(done / total))
        .then(
          (output) => {
            if (wanted) setAnswer({ key, output });
            end();
          },
          (error) => {
            const code = error instanceof AnalysisError ? error.code : String(error);
            if (wanted && code !== 'stopped') setProblem(code);
            end();
          },
        );
    }, WAIT_MS);
    return () => {
      wanted = false;
      clearTimeout(timer);
      current.stop();
    };
  }, [type, key]);
  useEffect(
    () => () => {
      client.current?.close();
      client.current = null;
    },
    [],
  );
  const stop = useCallback(() => client.current?.stop(), []);
  return { output: answer?.output ?? null, key: answer?.key ?? null, progress, problem, stop };
}
