/** Optimizers on the network that is being trained: races, the range test of the learning rate, and what is inside. */
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '@/state';
import { openRaceSection, RACE_SECTIONS, type RaceSection as Section, useRaceSection } from '@/state/raceSection';
import { Segmented } from '@/ui';
import { InsidesSection } from './insides/InsidesSection';
import { sixOptimizers } from './model/setup';
import { RaceSection } from './race/RaceSection';
import classes from './races.module.css';
import { RangeSection } from './range/RangeSection';
import { setUp } from './store';

const SECTIONS = { race: RaceSection, range: RangeSection, insides: InsidesSection } as const;

/** An address that ends in `?preset` sets the six optimizers up, once. */
function takePreset(template: string): void {
  const { hash } = window.location;
  if (!hash.endsWith('?preset')) return;
  window.history.replaceState(window.history.state, '', hash.slice(0, -'?preset'.length));
  openRaceSection('race');
  setUp(template, sixOptimizers());
}

export default function RacesPanel() {
  // All that the parts need is here before the first of them: what loads words of its own later takes the view away.
  const { t } = useTranslation(['races', 'settings', 'vocabulary', 'errors', 'ui']);
  const section = useRaceSection((state) => state.section);
  const Shown = SECTIONS[section];
  const { template } = useDocument();
  useEffect(() => {
    const take = () => takePreset(template);
    take();
    window.addEventListener('hashchange', take);
    return () => window.removeEventListener('hashchange', take);
  }, [template]);
  return (
    <section className={classes.page} aria-label={t('races:title')}>
      <h2 className="ui-hidden">{t('races:title')}</h2>
      <div className={classes.head}>
        <Segmented<Section>
          label={t('races:sections')}
          className={classes.tabs}
          value={section}
          onChange={openRaceSection}
          options={RACE_SECTIONS.map((value) => ({ value, label: t(`races:section.${value}`) }))}
        />
        <a id="race-on-surfaces" className={classes.surfaces} href="#/race/">
          {t('races:onSurfaces')}
        </a>
      </div>
      <Shown />
    </section>
  );
}
