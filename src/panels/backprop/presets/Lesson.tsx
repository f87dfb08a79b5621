/** One sentence on what the open example shows; put away with one press, and brought back by choosing the example again. */
import { IconBulb, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { PRESETS, type PresetId } from '@/core/network/presets';
import { useDocument } from '@/state';
import { IconButton } from '@/ui';
import css from './presets.module.css';
import { showLesson, usePresets } from './store';

const isPreset = (template: string): template is PresetId => Object.hasOwn(PRESETS, template);

export function Lesson() {
  const { t } = useTranslation('presets');
  const { template } = useDocument();
  const hidden = usePresets((s) => s.hidden.includes(template));
  if (hidden || !isPreset(template)) return null;
  return (
    <aside className={css.lesson} aria-label={t('lesson.label')} id="stepper-lesson">
      <IconBulb size={17} stroke={1.8} aria-hidden />
      <p>
        {t(`items.${template}.lesson`)} <span className={css.source}>{t(`items.${template}.source`)}</span>
      </p>
      <IconButton
        id="stepper-lesson-hide"
        label={t('lesson.hide')}
        icon={<IconX size={15} />}
        onClick={() => {
          showLesson(template, false);
          document.getElementById('stepper-presets')?.focus();
        }}
      />
    </aside>
  );
}
