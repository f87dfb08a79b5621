/** Words for codes that come from data and engine: the `errors` catalogue, or the plain message where it has no entry. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';

export function useWords(): (code: string, params: Record<string, string | number>) => string {
  const { t, i18n } = useTranslation('errors');
  return useCallback(
    (code, params) => {
      // Codes are data here, so their type is only known at run time; `exists` checks what the type cannot.
      const key = i18n.exists(`errors:${code}`) ? code : 'unknown';
      return t(key as 'unknown', { message: code, ...params });
    },
    [t, i18n],
  );
}
