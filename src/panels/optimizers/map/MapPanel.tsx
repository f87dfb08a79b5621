/** The surface from above and in space, with the trails of the racers. */
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { measured, Panel, Segmented } from '@/ui';
import { type Levels, type MapView, useOptimizers } from '../store';
import { knownSurface } from './knownSurface';
import { MapLegend, useCalm } from './MapLegend';
import { MapTable } from './MapTable';
import classes from './map.module.css';
import { Plane } from './Plane';
import type { Factors } from './painter';
import { SwarmBar } from './SwarmBar';
import { SwarmLayer } from './SwarmLayer';
import { Toolbar } from './Toolbar';
import { type Heights, useHeights, useScale } from './useField';
import { useSize } from './useSize';
import { type SwarmSettings, useSwarm } from './useSwarm';

const Space = lazy(() => import('./space/Space'));

/** A cell of the field has about so many pixels a side; in space alone the grid is of a fixed size. */
const CELL = 2.5;
const IN_SPACE = { columns: 240, rows: 160 };
const FIRST_SWARM: SwarmSettings = { side: 9, all: false };

export function MapPanel() {
  const { t } = useTranslation('optimizers');
  const view = useOptimizers(({ view }) => view);
  const levels = useOptimizers(({ levels }) => levels);
  const [hand, setHand] = useState(false);
  const [many, setMany] = useState<SwarmSettings | null>(null);
  const [factors, setFactors] = useState<Factors>({});
  const calm = useCalm(factors, 120);
  const frame = useRef<HTMLDivElement>(null);
  const flat = view !== 'surface';
  const size = useSize(frame, flat);
  const grid = flat ? { columns: Math.round(size.width / CELL), rows: Math.round(size.height / CELL) } : IN_SPACE;
  const heights = useHeights(grid.columns, grid.rows);
  const scale = useScale(heights);
  const swarm = useSwarm(flat ? many : null);
  const picture = many && !swarm.refused ? swarm.picture : null;
  const summary = useSummary(heights);
  const views = useMemo(
    () => (['contours', 'surface', 'both'] as const).map((value) => ({ value, label: t(`map.views.${value}`) })),
    [t],
  );
  return (
    <Panel
      id="race-map"
      title={t('map.title')}
      note={flat ? <span className={classes.note}>{t(hand ? 'map.handHint' : 'map.hint')}</span> : undefined}
      padding="flush"
      className={classes.card}
      actions={
        <>
          <Segmented<Levels>
            label={t('map.levels')}
            value={levels}
            onChange={(next) => useOptimizers.setState({ levels: next })}
            options={[
              { value: 'log', label: t('map.log') },
              { value: 'linear', label: t('map.linear') },
            ]}
          />
          <Segmented<MapView>
            label={t('map.view')}
            value={view}
            onChange={(next) => useOptimizers.setState({ view: next })}
            options={views}
          />
        </>
      }
    >
      {flat && (
        <Toolbar hand={hand} onHand={setHand} many={many !== null} onMany={(on) => setMany(on ? FIRST_SWARM : null)} />
      )}
      {flat && many && <SwarmBar settings={many} onSettings={setMany} state={swarm} />}
      <div className={classes.stage} data-view={view}>
        {flat && (
          <Plane
            frame={frame}
            size={size}
            heights={heights}
            scale={scale}
            hand={hand}
            summary={summary}
            covered={picture !== null}
            onFactors={setFactors}
          >
            {picture && <SwarmLayer picture={picture} size={size} />}
          </Plane>
        )}
        {view !== 'contours' && heights && scale && (
          <Suspense fallback={<p className={classes.waiting}>{t('map.space.loading')}</p>}>
            <Space heights={heights} scale={scale} summary={summary} />
          </Suspense>
        )}
      </div>
      <div className={classes.foot}>
        <MapLegend heights={heights} scale={scale} factors={flat ? calm : {}} />
        <MapTable />
      </div>
    </Panel>
  );
}

/** The map in a sentence or two. */
function useSummary(heights: Heights | null): string {
  const { t } = useTranslation('optimizers');
  const { x, y } = useOptimizers(({ document }) => document.window);
  return useMemo(() => {
    const place = { x0: measured(x[0]), x1: measured(x[1]), y0: measured(y[0]), y1: measured(y[1]) };
    if (heights === null) return t('map.empty', place);
    const { least, most } = heights.field;
    const said = t('map.summary', { ...place, least: measured(least, 3), most: measured(most, 3) });
    const minima = knownSurface(heights.surface)?.minima ?? [];
    const where = minima.map((point) => t('map.minimum', { x: measured(point.x), y: measured(point.y) }));
    return [said, ...where].join(t('map.joint'));
  }, [t, heights, x, y]);
}
