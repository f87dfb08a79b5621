/** What the race that is open teaches, in a sentence. It is said of the preset, not of what has been made of it. */
import { useTranslation } from 'react-i18next';
import { useIsChanged, useOpened } from '../opened';
import { presetOf } from './presets';
import classes from './presets.module.css';
import { useLessonWords } from './words';

export function Lesson() {
  const { t } = useTranslation('optimizers');
  const words = useLessonWords();
  const id = presetOf(useOpened(({ preset }) => preset))?.id;
  const changed = useIsChanged();
  if (id === undefined) return null;
  return (
    <p className={classes.lesson} id="lesson">
      {words.lesson(id)}
      {changed && <small>{t('presets.saidOfPreset')}</small>}
    </p>
  );
}
