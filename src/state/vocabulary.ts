/**
 * Names of everything the registries hold (layers, losses, optimizers …), of their settings and of what these can be, in
 * the language of the page. A unit test names whatever has no words yet; until then it is called as in its definition.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

/** Constraints are named with the regularizers. */
export type VocabularyGroup =
  | 'layer'
  | 'activation'
  | 'loss'
  | 'optimizer'
  | 'schedule'
  | 'initializer'
  | 'regularizer'
  | 'preprocessing'
  | 'metric';

export interface Vocabulary {
  name(group: VocabularyGroup, kind: string): string;
  /** What it is for and what to watch out for, in a sentence or two; empty for a kind without words. */
  about(group: VocabularyGroup, kind: string): string;
  setting(name: string): string;
  /** What a setting can be: `true`, `same`, `valLoss`. */
  choice(value: string | boolean): string;
}

type Translate = (key: string, params?: Record<string, unknown>) => string;

export function useVocabulary(): Vocabulary {
  const { t } = useTranslation('vocabulary');
  return useMemo(() => {
    // Keys are put together at run time.
    const translate = t as unknown as Translate;
    const word = (key: string, otherwise: string) => translate(key, { defaultValue: otherwise });
    return {
      name: (group, kind) => word(`vocabulary:${group}.${kind}`, kind),
      about: (group, kind) => word(`vocabulary:about.${group}.${kind}`, ''),
      setting: (name) => word(`vocabulary:setting.${name}`, name),
      choice: (value) => word(`vocabulary:choice.${value}`, String(value)),
    };
  }, [t]);
}
