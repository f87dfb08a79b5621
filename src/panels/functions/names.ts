/** Names of the vocabulary and the panel's own longer words, by keys that are put together at run time. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

export type Group = 'activation' | 'loss' | 'schedule' | 'initializer';
type Translate = (key: string, params?: Record<string, unknown>) => string;

export interface Names {
  of(group: Group, kind: string): string;
  /** One sentence: what it is. */
  about(group: Group, kind: string): string;
  setting(name: string): string;
  choice(value: string): string;
  use(group: Group, kind: string): string;
  wrong(group: Group, kind: string): string;
  /** Any other word of the panel. */
  word(key: string, params?: Record<string, unknown>): string;
}

export function useNames(): Names {
  const { t } = useTranslation(['vocabulary', 'functions']);
  return useMemo(() => {
    const say = t as unknown as Translate;
    const known = (key: string, defaultValue: string) => say(key, { defaultValue });
    return {
      of: (group, kind) => known(`vocabulary:${group}.${kind}`, kind),
      about: (group, kind) => known(`vocabulary:about.${group}.${kind}`, ''),
      setting: (name) => known(`vocabulary:setting.${name}`, name),
      choice: (value) => known(`vocabulary:choice.${value}`, value),
      use: (group, kind) => known(`functions:${group}.${kind}.use`, ''),
      wrong: (group, kind) => known(`functions:${group}.${kind}.wrong`, ''),
      word: (key, params) => say(`functions:${key}`, params),
    };
  }, [t]);
}
