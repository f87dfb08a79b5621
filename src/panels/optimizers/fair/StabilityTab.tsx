/**
 * How large a rate can be where the bowl is this steep: the limit of every racer, and the plane of momentum and learning
 * rate with its critical line, from which a rate can be taken.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { curvatureAt, spectralRadius, stableRate } from '@/core/racing/stability';
import type { Surface } from '@/core/racing/surfaces';
import type { Race, Window } from '@/core/racing/types';
import { measured } from '@/ui';
import { useLooked } from '../looked';
import { useRacerNames } from '../names';
import { Mark } from '../standing/Mark';
import { useOptimizers } from '../store';
import { useSurface } from '../useSurface';
import css from './fair.module.css';
import { MomentumPlane } from './MomentumPlane';

/** Whether a surface bends alike everywhere: then it is a quadratic, and what is said of it is exact. */
export function bendsAlike({ hessian }: Pick<Surface, 'hessian'>, { x, y }: Window): boolean {
  const places = [
    [x[0], y[0]],
    [x[0] + 0.37 * (x[1] - x[0]), y[0] + 0.71 * (y[1] - y[0])],
    [x[1], y[1]],
  ] as const;
  const [first, ...others] = places.map(([a, b]) => hessian(a, b));
  const size = Math.max(...first.map(Math.abs));
  return others.every((other) => other.every((value, i) => Math.abs(value - first[i]) <= 1e-9 * size));
}

export function StabilityTab() {
  const race = useLooked((state) => state.race);
  const surface = useSurface(race);
  return race && surface && <Stability race={race} surface={surface} />;
}

function Stability({ race, surface }: { race: Race; surface: Surface }) {
  const { t } = useTranslation('fair');
  const position = useLooked((state) => state.position);
  const chosen = useOptimizers((state) => state.chosen);
  const names = useRacerNames(race.spec.racers);
  const exact = useMemo(() => bendsAlike(surface, surface.window), [surface]);
  const track = race.tracks.find(({ id }) => id === chosen) ?? race.tracks[0];
  const step = Math.min(position, track.steps);
  const place = exact ? race.spec.start : { x: track.x[step], y: track.y[step] };
  const curvature = curvatureAt(surface, place);
  if (curvature === null) return null;
  const { largest, smallest } = curvature;
  return (
    <>
      <p className={css.about}>{t('stability.about')}</p>
      <p className={css.about}>
        {exact
          ? t('stability.exact')
          : t('stability.local', { name: names.get(track.id), x: measured(place.x), y: measured(place.y) })}
      </p>
      <dl className={css.facts}>
        <dt>{t('stability.curvatures')}</dt>
        <dd className="num">
          {measured(largest, 4)} · {measured(smallest, 4)}
        </dd>
        {smallest > 0 && (
          <>
            <dt>{t('stability.condition')}</dt>
            <dd className="num">{measured(largest / smallest)}</dd>
          </>
        )}
      </dl>
      {largest > 0 ? (
        <Limits race={race} step={step} largest={largest} smallest={smallest} />
      ) : (
        <p>{t('stability.flat')}</p>
      )}
      {smallest < 0 && <p className={css.about}>{t('stability.negative')}</p>}
      {smallest > 0 && <MomentumPlane race={race} curvatures={[largest, smallest]} still={exact} />}
    </>
  );
}

interface LimitsProps {
  race: Race;
  step: number;
  largest: number;
  smallest: number;
}

/** The limit of every racer where the surface is this steep, and whether its rate is below. */
function Limits({ race, step, largest, smallest }: LimitsProps) {
  const { t } = useTranslation('fair');
  const { racers } = race.spec;
  const names = useRacerNames(racers);
  return (
    <div className={css.scroll}>
      <table className={`${css.table} num`} id="race-limits">
        <thead>
          <tr>
            <th scope="col">{t('racer')}</th>
            <th scope="col">{t('stability.limit')}</th>
            <th scope="col">{t('stability.now')}</th>
            <th scope="col">{t('stability.state')}</th>
          </tr>
        </thead>
        <tbody>
          {racers.map(({ id, optimizer }, i) => {
            const limit = stableRate(optimizer, largest);
            const { learningRate } = race.tracks[i];
            // Who could not make its first update has none.
            const rate = learningRate[Math.max(1, Math.min(step, learningRate.length - 1))] ?? optimizer.learningRate;
            return (
              <tr key={id}>
                <th scope="row">
                  <Mark index={i} />
                  {names.get(id)}
                </th>
                {limit === null ? (
                  <td colSpan={3} className={css.words}>
                    {t('stability.adaptive')}
                  </td>
                ) : (
                  <>
                    <td>{measured(limit, 4)}</td>
                    <td>{measured(rate)}</td>
                    <td className={css.words}>
                      {t(rate <= limit ? 'stability.stable' : 'stability.unstable', {
                        radius: measured(radiusOf(optimizer, rate, [largest, smallest])),
                      })}
                    </td>
                  </>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

/** Of the slower direction; a direction that leads away counts where there is no other. */
function radiusOf(optimizer: Race['spec']['racers'][number]['optimizer'], rate: number, curvatures: number[]): number {
  const bowls = curvatures.filter((curvature) => curvature > 0);
  return Math.max(...bowls.map((curvature) => spectralRadius(optimizer, rate, curvature) ?? Number.NaN));
}
