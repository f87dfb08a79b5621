/** How the racers stand at the update that is looked at, in a sentence and as a table; and the race to take away. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { measured, Panel, whole } from '@/ui';
import { useLooked } from '../looked';
import { useRacerNames } from '../names';
import { useOptimizers } from '../store';
import { useSurface } from '../useSurface';
import { ExportButton } from './ExportButton';
import { Mark } from './Mark';
import { digitsApart, standingOf } from './standing';
import css from './standing.module.css';
import { useSummary } from './words';

const written = (value: number | null, digits = 3): string =>
  value === null || Number.isNaN(value) ? '–' : measured(value, digits);

export function StandingPanel() {
  const { t, i18n } = useTranslation('numbers');
  const { race, position } = useLooked();
  const surface = useSurface(race);
  const chosen = useOptimizers((s) => s.chosen);
  const names = useRacerNames(race?.spec.racers ?? []);
  const summary = useSummary(race, position, names);
  const rows = useMemo(
    () => (race === null || surface === null ? [] : standingOf(race, surface, position)),
    [race, surface, position],
  );
  const digits = digitsApart(rows.filter(({ stopped }) => stopped === null).map(({ loss }) => loss));
  const known = surface !== null && surface.minima.length > 0;
  return (
    <Panel
      id="race-standing"
      title={t('standing.title', { step: whole(position, i18n.language) })}
      actions={race !== null && <ExportButton race={race} names={names} />}
    >
      <div className={css.scroll}>
        <table className={css.table}>
          <caption id="race-summary">{summary}</caption>
          <thead>
            <tr>
              <th scope="col">{t('standing.racer')}</th>
              <th scope="col">{t('standing.loss')}</th>
              {known && <th scope="col">{t('standing.distance')}</th>}
              <th scope="col" aria-label={t('standing.gradientName')}>
                {t('standing.gradient')}
              </th>
              <th scope="col">{t('standing.rate')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ id, index, loss, distance, gradient, rate, stopped }) => (
              <tr
                key={id}
                data-chosen={id === chosen}
                data-stopped={stopped !== null}
                onPointerEnter={() => useOptimizers.setState({ lit: id })}
                onPointerLeave={() => useOptimizers.setState({ lit: null })}
              >
                <th scope="row">
                  <button
                    type="button"
                    aria-pressed={id === chosen}
                    title={t('standing.choose')}
                    onClick={() => useOptimizers.setState({ chosen: id })}
                  >
                    <Mark index={index} />
                    <span>{names.get(id)}</span>
                  </button>
                </th>
                {stopped === null ? (
                  <>
                    <td className="num">{written(loss, digits)}</td>
                    {known && <td className="num">{written(distance)}</td>}
                    <td className="num">{written(gradient)}</td>
                    <td className="num">{written(rate)}</td>
                  </>
                ) : (
                  <td className={css.stopped} colSpan={known ? 4 : 3}>
                    ✕ {t(`standing.stopped.${stopped.kind}`, { step: whole(stopped.step, i18n.language) })}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
