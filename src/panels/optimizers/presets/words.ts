/** Titles and lessons of the presets. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useIsChanged, useOpened } from '../opened';
import { presetOf } from './presets';

type Translate = (key: string) => string;

export function useLessonWords(): { title(id: string): string; lesson(id: string): string } {
  const { t } = useTranslation('lessons');
  return useMemo(() => {
    // Keys are put together at run time; a test looks whether all of them are there.
    const say = t as unknown as Translate;
    return { title: (id) => say(`${id}.title`), lesson: (id) => say(`${id}.lesson`) };
  }, [t]);
}

/** What the open race is called: by its preset, with a word when it is no longer as that has it. */
export function useRaceTitle(): string {
  const { t } = useTranslation('optimizers');
  const words = useLessonWords();
  const id = presetOf(useOpened(({ preset }) => preset))?.id;
  const changed = useIsChanged();
  if (id === undefined) return t('title');
  return changed ? t('changed', { title: words.title(id) }) : words.title(id);
}
