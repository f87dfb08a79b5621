/** How many starts, for whom, and in words what came of them. */
import { useTranslation } from 'react-i18next';
import { measured, ProgressBar, Segmented } from '@/ui';
import { useRacerNames } from '../names';
import { racerColour, useOptimizers } from '../store';
import { knownSurface } from './knownSurface';
import classes from './map.module.css';
import { outcomeColour, type SwarmPicture } from './SwarmLayer';
import { tallyOf } from './swarm';
import type { SwarmSettings, SwarmState } from './useSwarm';

const SIDES = [5, 9, 15] as const;

interface SwarmBarProps {
  settings: SwarmSettings;
  onSettings(settings: SwarmSettings): void;
  state: SwarmState;
}

export function SwarmBar({ settings, onSettings, state }: SwarmBarProps) {
  const { t } = useTranslation('optimizers');
  const racers = useOptimizers(({ document }) => document.racers);
  const chosen = useOptimizers(({ chosen }) => chosen);
  const names = useRacerNames(racers);
  const { picture, progress, refused, problem } = state;
  return (
    <section className={classes.swarm} aria-label={t('map.many.title')}>
      <div className={classes.choices}>
        <Segmented
          label={t('map.many.side')}
          value={String(settings.side)}
          onChange={(side) => onSettings({ ...settings, side: Number(side) })}
          options={SIDES.map((side) => ({ value: String(side), label: `${side} × ${side}` }))}
        />
        <Segmented
          label={t('map.many.who')}
          value={settings.all ? 'all' : 'chosen'}
          onChange={(who) => onSettings({ ...settings, all: who === 'all' })}
          options={[
            { value: 'chosen', label: names.get(chosen) ?? chosen },
            { value: 'all', label: t('map.many.all') },
          ]}
        />
        {progress !== null && (
          <div className={classes.progress}>
            <ProgressBar label={t('map.many.computing')} value={progress} />
          </div>
        )}
      </div>
      <div aria-live="polite" className={classes.outcomes}>
        {refused && <p>{t('map.many.refused')}</p>}
        {problem !== null && <p>{t('map.many.failed')}</p>}
        {!refused && picture && <Outcomes picture={picture} names={names} />}
      </div>
    </section>
  );
}

function Outcomes({ picture, names }: { picture: SwarmPicture; names: ReadonlyMap<string, string> }) {
  const { t } = useTranslation('optimizers');
  const surface = useOptimizers(({ document }) => document.surface);
  const minima = knownSurface(surface)?.minima ?? [];
  return picture.swarms.map(({ id }, k) => {
    const tally = tallyOf(picture.outcomes[k], minima.length);
    const reached = tally.minima.reduce((sum, count) => sum + count, 0);
    const index = picture.racers.findIndex((racer) => racer.id === id);
    return (
      <p key={id}>
        <strong style={{ color: picture.byMinimum ? undefined : racerColour(index) }}>{names.get(id) ?? id}</strong>{' '}
        {minima.length > 0 && t('map.many.reached', { reached, all: tally.all })}
        {picture.byMinimum &&
          minima.map(({ x, y }, i) => (
            <span key={`${x} ${y}`} className={classes.entry}>
              <span className={classes.swatch} style={{ background: outcomeColour(i) }} aria-hidden />
              {t('map.many.at', { count: tally.minima[i], x: measured(x), y: measured(y) })}
            </span>
          ))}
        {tally.way > 0 && (
          <span className={classes.entry}>
            {picture.byMinimum && (
              <span className={classes.swatch} style={{ background: outcomeColour('way') }} aria-hidden />
            )}
            {t(minima.length > 0 ? 'map.many.way' : 'map.many.going', { count: tally.way })}
          </span>
        )}
        {tally.gone > 0 && (
          <span className={classes.entry}>
            {picture.byMinimum && (
              <span className={classes.swatch} style={{ background: outcomeColour('gone') }} aria-hidden />
            )}
            {t('map.many.gone', { count: tally.gone })}
          </span>
        )}
      </p>
    );
  });
}
