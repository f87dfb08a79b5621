/** What the bands, the hatching and the arrows of the map mean, and by how much arrows are drawn larger. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { measured } from '@/ui';
import { useRacerNames } from '../names';
import { useOptimizers } from '../store';
import type { ArrowName } from './arrows';
import { levelText, type Scale } from './levels';
import classes from './map.module.css';
import type { Factors } from './painter';
import { paleness } from './paintField';
import { ArrowIcon } from './Toolbar';
import type { Heights } from './useField';

const COLOURS: Record<ArrowName, string> = {
  gradient: 'var(--bwd)',
  velocity: 'var(--neg-ink)',
  step: 'var(--upd)',
  box: 'var(--pos-ink)',
};
const ORDER: readonly ArrowName[] = ['gradient', 'velocity', 'step', 'box'];

interface MapLegendProps {
  heights: Heights | null;
  scale: Scale | null;
  factors: Factors;
}

export function MapLegend({ heights, scale, factors }: MapLegendProps) {
  const { t } = useTranslation('optimizers');
  const racers = useOptimizers(({ document }) => document.racers);
  const chosen = useOptimizers(({ chosen }) => chosen);
  const names = useRacerNames(racers);
  const holes = useMemo(() => heights?.field.values.some(Number.isNaN) ?? false, [heights]);
  const arrows = ORDER.filter((name) => factors[name] !== undefined);
  return (
    <div className={classes.legend}>
      {scale && scale.levels.length > 0 && <Ramp scale={scale} />}
      {holes && (
        <span className={classes.entry}>
          <span className={classes.hatch} aria-hidden />
          {t('map.hole')}
        </span>
      )}
      {arrows.length > 0 && (
        <span className={classes.entry} id="map-arrows">
          <strong>{names.get(chosen) ?? chosen}</strong>
          {arrows.map((name) => (
            <span key={name} className={classes.entry}>
              <ArrowIcon box={name === 'box'} color={COLOURS[name]} />
              {t(`map.sign.${name}`)}
              <span className="num">× {measured(factors[name] ?? 1, 3)}</span>
            </span>
          ))}
        </span>
      )}
    </div>
  );
}

/** The bands from low to high, with the values at some of the lines. */
function Ramp({ scale }: { scale: Scale }) {
  const { t } = useTranslation('optimizers');
  const count = scale.levels.length + 1;
  const named = namedLevels(scale);
  return (
    <span className={classes.ramp} role="img" aria-label={t('map.ramp', { low: named.at(0), high: named.at(-1) })}>
      <span className={classes.rampName}>f</span>
      <span className={classes.bands}>
        {Array.from({ length: count }, (_, band) => (
          <span
            key={band}
            style={{
              background: `color-mix(in srgb, var(--map-high) ${100 * paleness(scale.kind, band, count)}%, var(--map-low))`,
            }}
          />
        ))}
        {scale.levels.map((level, i) => {
          const text = named.includes(levelText(scale, level)) && isNamed(scale, i) ? levelText(scale, level) : null;
          return (
            text !== null && (
              <em key={level.share} className="num" style={{ left: `${((i + 1) / count) * 100}%` }}>
                {text}
              </em>
            )
          );
        })}
      </span>
    </span>
  );
}

/** At most some six lines are named: the strong ones, thinned out. */
function isNamed({ levels }: Scale, index: number): boolean {
  const strong = levels.flatMap(({ strong }, i) => (strong ? [i] : []));
  const from = strong.length >= 2 ? strong : levels.map((_, i) => i);
  const stride = Math.ceil(from.length / 6);
  const at = from.indexOf(index);
  return at >= 0 && at % stride === 0;
}

const namedLevels = (scale: Scale): string[] =>
  scale.levels.flatMap((level, i) => (isNamed(scale, i) ? [levelText(scale, level)] : []));

/** Factors change many times a second while a race is played; words need not. */
export function useCalm<T>(value: T, pause: number): T {
  const [shown, setShown] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setShown(value), pause);
    return () => clearTimeout(timer);
  }, [value, pause]);
  return shown;
}
