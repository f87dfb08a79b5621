/** Words for codes that come from data and engine: the `errors` catalogue, or the plain message where it has no entry. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useVocabulary, type VocabularyGroup } from '@/state';

/** Parameters that are kinds of something, which has a name. */
const KINDS: readonly VocabularyGroup[] = ['optimizer', 'schedule', 'preprocessing', 'loss'];

export function useWords(): (code: string, params: Record<string, string | number>) => string {
  const { t, i18n } = useTranslation('errors');
  const vocabulary = useVocabulary();
  return useCallback(
    (code, params) => {
      const named: Record<string, string> = {};
      for (const kind of KINDS) if (kind in params) named[kind] = vocabulary.name(kind, String(params[kind]));
      if ('setting' in params) named.setting = vocabulary.setting(String(params.setting));
      // Codes are data here, so their type is only known at run time; `exists` checks what the type cannot.
      const key = i18n.exists(`errors:${code}`) ? code : 'unknown';
      return t(key as 'unknown', { message: code, ...params, ...named });
    },
    [t, i18n, vocabulary],
  );
}
