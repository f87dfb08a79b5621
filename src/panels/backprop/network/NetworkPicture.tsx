/**
 * The network drawn: neurons with their value and gradient, edges by their weight, weights and biases that can be
 * changed in place; image layers as feature maps. Wide layers are folded and images shown as images, so that the
 * picture stays small whatever the network is; what is wider than the panel scrolls to where something happens.
 */
import { useElementSize, useMergedRef } from '@mantine/hooks';
import { useEffect, useMemo, useRef, useState } from 'react';
import { fold } from '../model/fold';
import { layoutNetwork } from '../model/layout';
import { FOLDED_MAPS, MAPS_PAGE } from '../model/mapLanes';
import { activityOf, mapShapeOf } from '../model/maps';
import { neuronOf } from '../model/network';
import { HiddenLayer } from '../practice/HiddenNumber';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import { afterLayout } from './afterLayout';
import { Beams } from './Beams';
import { Edges } from './Edges';
import { FeatureMaps, type Unfolded } from './FeatureMaps';
import { LossBox, Neurons } from './Neurons';
import networkCss from './network.module.css';
import { ColumnCaptions, EdgeLabels, InputPicture, NarrowPictureModes } from './overlay';
import { sameProps } from './same';

const MIN_HEIGHT = 250;
/** Neurons shown in a folded column: ten, so that ten classes need no folding. */
const FOLD_LIMIT = 10;
const FOLDED = 8;
/** Room for the choice of a layer's activation above its neurons. */
const HEADING = 34;
/** Room for a weight between two neurons that is enough for a presentation. */
const PRESENTED_LABEL = 56;

export function NetworkPicture() {
  const words = useWords();
  const { model, traced, sample, marks, moment } = useStepper();
  const { ref: measured, width, height } = useElementSize<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const ref = useMergedRef(measured, scroller);
  const mapPictures = useSession((s) => (s.show === 'both' ? 2 : 1));
  const presenting = useSession((s) => s.presenting);
  const [unfolded, setUnfolded] = useState<Unfolded | null>(null);
  const focused = neuronOf(marks.focus);
  const column = focused?.column ?? -1;
  const unit = focused?.unit ?? -1;

  const wantedFolds = useMemo(
    () =>
      model.columns.map((each, i) => {
        const { value, size, units, picture, maps } = each;
        if (picture) return { units: [], hidden: 0 };
        const values = traced.values[value];
        const wanted = i === column ? [unit] : [];
        const shape = mapShapeOf(each);
        if (maps === null || shape === null) {
          const activity = (u: number) => Math.abs(values[sample * size + u]);
          return fold(units, units > FOLD_LIMIT ? FOLDED : FOLD_LIMIT, activity, wanted);
        }
        if (unfolded?.column === i) {
          const { first } = unfolded;
          const count = Math.min(MAPS_PAGE, units - first);
          return { units: Array.from({ length: count }, (_, k) => first + k), hidden: units - count };
        }
        const activity = activityOf(values, shape, sample);
        return fold(units, FOLDED_MAPS, (u) => activity[u], wanted);
      }),
    [model, traced, sample, column, unit, unfolded],
  );
  // Most steps look at what is shown already: then nothing moves.
  const kept = useRef(wantedFolds);
  if (kept.current !== wantedFolds && !sameProps(kept.current, wantedFolds)) kept.current = wantedFolds;
  const folds = kept.current;
  // What is looked at must be on the page that is shown; pages can be turned all the same.
  useEffect(() => {
    const first = Math.floor(unit / MAPS_PAGE) * MAPS_PAGE;
    setUnfolded((now) => (now?.column === column && now.first !== first ? { column, first } : now));
  }, [column, unit]);
  const layout = useMemo(
    () =>
      layoutNetwork({
        columns: model.columns,
        folds,
        hasLoss: model.loss !== null,
        width: width || 640,
        height: Math.max(height, MIN_HEIGHT),
        mapPictures,
        unfolded: unfolded?.column ?? null,
        heading: HEADING,
        labelRoom: presenting ? PRESENTED_LABEL : undefined,
      }),
    [model, folds, width, height, mapPictures, unfolded, presenting],
  );
  const lane = layout.lanes.find((each) => each.column === column) ?? layout.neurons.find((n) => n.column === column);
  useScrollTo(scroller, layout.width > width ? lane?.x : undefined, width);

  return (
    <>
      <div className={networkCss.network} ref={ref} style={{ minHeight: layout.needed }}>
        {width > 0 && (
          <div className={networkCss.canvas} style={{ width: layout.width, height: layout.height }}>
            {/* biome-ignore lint/a11y/useSemanticElements: a drawing with controls in it has no element of its own. */}
            <svg
              width={layout.width}
              height={layout.height}
              role="group"
              aria-label={words('network.picture', { position: moment.position, length: moment.timeline.length })}
            >
              <Edges layout={layout} />
              <HiddenLayer>
                <Neurons layout={layout} />
                {layout.loss && <LossBox box={layout.loss} shape={layout.shape} />}
              </HiddenLayer>
              {layout.gaps.map((gap) => (
                <text key={gap.column} x={gap.x} y={gap.y + 4} className={networkCss.gap}>
                  {words('network.more', { count: gap.count })}
                </text>
              ))}
            </svg>
            <EdgeLabels layout={layout} />
            <ColumnCaptions layout={layout} />
            {layout.pictures.map((box) => (
              <InputPicture key={box.column} box={box} />
            ))}
            <FeatureMaps layout={layout} unfolded={unfolded} onUnfold={setUnfolded} />
            <Beams layout={layout} />
          </div>
        )}
      </div>
      <NarrowPictureModes layout={layout} />
    </>
  );
}

/** Brings what is looked at into the middle where the picture is wider than its panel. */
function useScrollTo(scroller: { current: HTMLDivElement | null }, x: number | undefined, width: number): void {
  useEffect(() => {
    if (x === undefined) return;
    return afterLayout(() => scroller.current?.scrollTo({ left: x - width / 2 }));
  }, [scroller, x, width]);
}
