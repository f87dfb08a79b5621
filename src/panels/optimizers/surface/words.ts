/** What surfaces are called. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

type Translate = (key: string, params: { defaultValue: string }) => string;

export function useSurfaceWords(): { name(kind: string): string; about(kind: string): string } {
  const { t } = useTranslation('optimizers');
  return useMemo(() => {
    // Keys are put together at run time.
    const say = t as unknown as Translate;
    return {
      name: (kind) => say(`surfaces.${kind}.name`, { defaultValue: kind }),
      about: (kind) => say(`surfaces.${kind}.about`, { defaultValue: '' }),
    };
  }, [t]);
}
