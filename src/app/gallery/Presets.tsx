/** Examples small enough for paper, below the cards: each opens in the step view. */
import { useTranslation } from 'react-i18next';
import { PRESET_GROUPS, type PresetGroup } from '@/core/network/presets';
import { workHref } from '../routes';
import { prepareWorkspace, sizes } from './items';

const GROUPS = Object.keys(PRESET_GROUPS) as PresetGroup[];

export function Presets() {
  const { t } = useTranslation('presets');
  return (
    <section aria-labelledby="gallery-presets" className="presets">
      <h2 id="gallery-presets">{t('gallery.title')}</h2>
      <p className="presets-lead">{t('gallery.lead')}</p>
      {GROUPS.map((group) => (
        <div key={group} className="presets-group">
          <h3 id={`presets-${group}`}>{t(`groups.${group}`)}</h3>
          <ul aria-labelledby={`presets-${group}`}>
            {PRESET_GROUPS[group].map((id) => (
              <li key={id} className="preset">
                <a
                  id={`step-${id}`}
                  href={workHref(id, 'step')}
                  aria-describedby={`lesson-${id}`}
                  onPointerEnter={prepareWorkspace}
                  onFocus={prepareWorkspace}
                >
                  {t(`items.${id}.title`)}
                </a>
                <span className="preset-facts num">{sizes(id)}</span>
                <p id={`lesson-${id}`}>{t(`items.${id}.lesson`)}</p>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
