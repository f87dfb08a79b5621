/** Names of what a network is made of, in the language of the page: the vocabulary, in the words of this panel. */
import { useMemo } from 'react';
import { useVocabulary } from '@/state';

export function useNames() {
  const { name, about, setting, choice } = useVocabulary();
  return useMemo(
    () => ({
      layer: (kind: string) => name('layer', kind),
      /** A sentence or two on what a kind of layer is for. */
      aboutLayer: (kind: string) => about('layer', kind),
      activation: (kind: string) => name('activation', kind),
      loss: (kind: string) => name('loss', kind),
      /** An initializer, a regularizer or a constraint, which is named with the regularizers. */
      variant: (group: 'initializer' | 'regularizer' | 'constraint', kind: string) =>
        name(group === 'initializer' ? group : 'regularizer', kind),
      setting,
      choice,
    }),
    [name, about, setting, choice],
  );
}
