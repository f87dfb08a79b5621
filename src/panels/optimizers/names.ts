/** What racers are called: as they were named, else by their optimizer, numbered where several have the same. */
import { useMemo } from 'react';
import type { RacerSpec } from '@/core/racing/types';
import { useVocabulary, type Vocabulary } from '@/state';
import { useOptimizers } from './store';

/** Names by id, in the order of the racers. @param given names that were chosen, by id. */
export function racerNames(
  racers: readonly RacerSpec[],
  given: Readonly<Record<string, string>> = {},
  vocabulary: Pick<Vocabulary, 'name'>,
): ReadonlyMap<string, string> {
  const unnamed = racers.filter(({ id }) => !given[id]).map(({ id, optimizer }) => ({ id, kind: optimizer.kind }));
  return new Map(
    racers.map(({ id, optimizer: { kind } }) => {
      if (given[id]) return [id, given[id]];
      const same = unnamed.filter((other) => other.kind === kind);
      const name = vocabulary.name('optimizer', kind);
      return [id, same.length > 1 ? `${name} ${same.findIndex((other) => other.id === id) + 1}` : name];
    }),
  );
}

export function useRacerNames(racers: readonly RacerSpec[]): ReadonlyMap<string, string> {
  const vocabulary = useVocabulary();
  const given = useOptimizers(({ document }) => document.names);
  return useMemo(() => racerNames(racers, given, vocabulary), [racers, given, vocabulary]);
}
