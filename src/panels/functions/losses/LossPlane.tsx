/** The loss of every pair of prediction and target as a map: its valley runs where the two agree. */
import { useDeferredValue, useMemo, useState } from 'react';
import { scaleFor } from '@/theme';
import { Heatmap, measured, Panel, ValueTable } from '@/ui';
import { type LossSetup, lossPlane } from '../model/losses';
import type { Names } from '../names';
import { Ramp } from '../parts/Ramp';
import classes from './losses.module.css';
import type { LossView } from './view';

const CELLS = 41;
const places = ([low, high]: readonly [number, number], count = CELLS) =>
  Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1));
const nearest = (all: readonly number[], value: number) =>
  all.reduce((best, place, i) => (Math.abs(place - value) < Math.abs(all[best] - value) ? i : best), 0);

interface LossPlaneProps {
  setup: LossSetup;
  view: LossView;
  name: string;
  names: Names;
}

export function LossPlane({ setup, view, name, names }: LossPlaneProps) {
  const [open, setOpen] = useState(false);
  const key = useDeferredValue(JSON.stringify([setup, view.range, view.targets, view.domain]));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that is read.
  const { values, xs, ts } = useMemo(() => {
    const xs = places(view.range);
    const ts = view.domain === 'margin' ? [-1, 1] : places(view.targets, view.domain === 'count' ? 11 : CELLS);
    return { xs, ts, values: lossPlane(setup, xs, ts) };
  }, [key]);
  const scale = useMemo(() => {
    const { min = 0, max } = scaleFor('sequential', values);
    return {
      kind: 'sequential' as const,
      min: Math.min(
        min,
        values.reduce((a, b) => Math.min(a, b)),
      ),
      max: Math.min(max, view.most),
    };
  }, [values, view.most]);
  const down = [...ts].reverse();
  const selected = nearest(down, view.target[0]) * xs.length + nearest(xs, view.base[0]);
  const choose = (index: number) => {
    view.move(xs[index % xs.length]);
    view.aim(down[Math.floor(index / xs.length)]);
  };
  const label = names.word('losses.plane', { name });
  return (
    <Panel title={label} note={names.word('losses.planeNote')} id="loss-plane">
      <div className={classes.plane}>
        <span className={classes.up}>{names.word('losses.target')}</span>
        <div className={classes.ends}>
          <span>{measured(down[0])}</span>
          <span>{measured(down[down.length - 1])}</span>
        </div>
        <div className={classes.map}>
          <Heatmap
            label={label}
            values={values}
            width={xs.length}
            height={ts.length}
            scale={scale}
            selected={selected}
            onSelect={choose}
            format={(value, index) =>
              names.word('losses.cell', {
                loss: measured(value),
                prediction: measured(xs[index % xs.length]),
                target: measured(down[Math.floor(index / xs.length)]),
              })
            }
          />
          <div className={classes.foot}>
            <span>{measured(xs[0])}</span>
            <span>{names.word('losses.prediction')}</span>
            <span>{measured(xs[xs.length - 1])}</span>
          </div>
        </div>
      </div>
      <p className={classes.scale}>
        <Ramp kind="sequential" low={scale.min} high={scale.max} />
        <span className={classes.hint}>{names.word('losses.planeHint')}</span>
      </p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)} className={classes.details}>
        <summary>{names.word('plot.table')}</summary>
        {open && <PlaneTable setup={setup} view={view} label={label} />}
      </details>
    </Panel>
  );
}

/** A coarse grid of the same numbers. */
function PlaneTable({ setup, view, label }: { setup: LossSetup; view: LossView; label: string }) {
  const xs = places(view.range, 9);
  const ts = view.domain === 'margin' ? [-1, 1] : places(view.targets, 9);
  const down = [...ts].reverse();
  return (
    <ValueTable
      label={label}
      values={lossPlane(setup, xs, ts)}
      width={xs.length}
      height={ts.length}
      rowLabel={(row) => `t = ${measured(down[row])}`}
      columnLabel={(column) => `ŷ = ${measured(xs[column])}`}
      format={(value) => measured(value, 4)}
    />
  );
}
