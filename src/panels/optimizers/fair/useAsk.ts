/** One long question to the racing worker, asked by a press: how far it is, its answer, and an end to it. */
import { useCallback, useEffect, useRef, useState } from 'react';
import { RacingClient, RacingError } from '@/core/racing/client';
import type { RacingExchange, RacingRequestType } from '@/core/racing/requests';

export interface Asked<T extends RacingRequestType> {
  /** The latest answer with what was asked. */
  answer: { input: RacingExchange[T]['input']; output: RacingExchange[T]['output'] } | null;
  /** Share of the work that is done, while there is any. */
  progress: number | null;
  /** Code of what went wrong. */
  problem: string | null;
  ask(input: RacingExchange[T]['input']): void;
  stop(): void;
}

export function useAsk<T extends RacingRequestType>(type: T): Asked<T> {
  const client = useRef<RacingClient | null>(null);
  const running = useRef<AbortController | null>(null);
  const [answer, setAnswer] = useState<Asked<T>['answer']>(null);
  const [progress, setProgress] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const stop = useCallback(() => running.current?.abort(), []);
  const ask = useCallback(
    (input: RacingExchange[T]['input']) => {
      running.current?.abort();
      const own = new AbortController();
      running.current = own;
      client.current ??= new RacingClient();
      setProgress(0);
      setProblem(null);
      const { signal } = own;
      client.current
        .ask(type, input, { signal, onProgress: ({ done, total }) => !signal.aborted && setProgress(done / total) })
        .then(
          (output) => setAnswer({ input, output }),
          (error: unknown) => {
            const code = error instanceof RacingError ? error.code : String(error);
            if (code !== 'cancelled' && code !== 'stopped') setProblem(code);
          },
        )
        .finally(() => running.current === own && setProgress(null));
    },
    [type],
  );
  useEffect(
    () => () => {
      running.current?.abort();
      client.current?.stop();
      client.current = null;
    },
    [],
  );
  return { answer, progress, problem, ask, stop };
}
