/** A failure in words: the `errors` catalogue, or its code where that has no entry. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Failure } from '@/state';

export function useFailureWords(): (failure: Failure) => string {
  const { t, i18n } = useTranslation('errors');
  return useCallback(
    ({ code, params }) => {
      // Codes are data here, so their type is only known at run time; `exists` checks what the type cannot.
      const key = i18n.exists(`errors:${code}`) ? code : 'unknown';
      return t(key as 'unknown', { message: code, ...params });
    },
    [t, i18n],
  );
}
