/** The title of the tab. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

export function usePageTitle(page: string | null): void {
  const { t } = useTranslation();
  const title = page === null ? t('app.name') : t('app.title', { page });
  useEffect(() => {
    document.title = title;
  }, [title]);
}
