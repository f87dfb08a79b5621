/**
 * The network drawn: neurons with their value and gradient, edges by their weight, weights and biases that can be
 * changed in place. Wide layers are folded and images shown as images, so that the picture stays small whatever the
 * network is.
 */
import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { fold } from '../model/fold';
import { layoutNetwork } from '../model/layout';
import { neuronOf } from '../model/network';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import { Edges } from './Edges';
import { LossBox, Neurons } from './Neurons';
import networkCss from './network.module.css';
import { ColumnCaptions, EdgeLabels, InputPicture, NarrowPictureModes } from './overlay';

const MIN_HEIGHT = 250;
/** Neurons shown in a folded column: ten, so that ten classes need no folding. */
const FOLD_LIMIT = 10;
const FOLDED = 8;

export function NetworkPicture() {
  const words = useWords();
  const { model, traced, sample, marks, moment } = useStepper();
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const focused = neuronOf(marks.focus);
  const column = focused?.column ?? -1;
  const unit = focused?.unit ?? -1;

  const folds = useMemo(
    () =>
      model.columns.map(({ value, size, picture }, i) => {
        const values = traced.values[value];
        const activity = (u: number) => Math.abs(values[sample * size + u]);
        const limit = size > FOLD_LIMIT ? FOLDED : FOLD_LIMIT;
        return picture ? { units: [], hidden: 0 } : fold(size, limit, activity, i === column ? [unit] : []);
      }),
    [model, traced, sample, column, unit],
  );
  const layout = useMemo(
    () =>
      layoutNetwork({
        columns: model.columns,
        folds,
        hasLoss: model.loss !== null,
        width: width || 640,
        height: Math.max(height, MIN_HEIGHT),
      }),
    [model, folds, width, height],
  );

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
              <Neurons layout={layout} />
              {layout.loss && <LossBox box={layout.loss} shape={layout.shape} />}
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
          </div>
        )}
      </div>
      <NarrowPictureModes layout={layout} />
    </>
  );
}
