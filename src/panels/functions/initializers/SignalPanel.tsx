/** What a start does to a signal: its deviation after each of ten layers, and that of a gradient on the way back. */
import { measured, Panel } from '@/ui';
import { type Comparison, SLOTS } from '../comparison';
import { ACTIVATION_KINDS, isElementwise } from '../model/activations';
import { type Axis, extent, fixedAxis, logAxis } from '../model/axes';
import { initializerSettings, LAYERS, type Signal } from '../model/initializers';
import type { Row } from '../model/sample';
import { valuesIn } from '../model/settings';
import type { Names } from '../names';
import { CurvePlot, type PlotCurve } from '../parts/CurvePlot';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { functionsState, numberIn, say, useParams } from '../state';
import { useSignals } from './useSignals';

const WIDTH = 64;
const patch = (changes: Record<string, string | null>) => functionsState.patch('initializers', changes);
const CHOICES = ACTIVATION_KINDS.filter(isElementwise);
/** Beyond these a signal has vanished or exploded; on a logarithmic axis there is no place for 0. */
const [LEAST, MOST] = [1e-12, 1e12];

interface SignalPanelProps {
  comparison: Comparison;
  seed: number;
  names: Names;
}

export function SignalPanel({ comparison, seed, names }: SignalPanelProps) {
  const params = useParams('initializers');
  const { word } = names;
  const { shown, focus } = comparison;
  const activation = CHOICES.find((kind) => kind === params.activation) ?? 'relu';
  const width = Math.round(numberIn(params, 'width', WIDTH, 8, 96));
  const layer = Math.round(numberIn(params, 'layer', LAYERS, 0, LAYERS));
  const signals = useSignals(
    shown.map(({ kind }) => ({
      kind,
      settings: valuesIn(params, kind, initializerSettings(kind)),
      activation,
      width,
      seed,
    })),
  );
  const rowsOf = (way: keyof Signal): Row[] =>
    Array.from({ length: LAYERS + 1 }, (_, x) => ({
      x,
      y: shown.map(({ kind }) => {
        const value = signals.get(kind)?.[way][x];
        return value !== undefined && value > LEAST && value < MOST ? value : null;
      }),
    }));
  const rows = { forward: rowsOf('forward'), backward: rowsOf('backward') };
  const curvesOf = (way: keyof Signal): PlotCurve[] =>
    shown.flatMap(({ kind, slot, hidden }, index) =>
      hidden
        ? []
        : [
            {
              key: kind,
              index,
              name: names.of('initializer', kind),
              ...SLOTS[slot],
              strong: kind === focus,
              here: signals.get(kind)?.[way][layer] ?? Number.NaN,
            },
          ],
    );
  const axisOf = (way: keyof Signal): Axis => {
    const [low, high] = extent(rows[way]) ?? [0.1, 1];
    return logAxis(Math.min(low, 0.1), Math.max(high, 10));
  };
  const signal = signals.get(focus);
  const factor = signal ? (signal.forward[LAYERS] / signal.forward[0]) ** (1 / LAYERS) : Number.NaN;
  const verdict = factor < 0.75 || Number.isNaN(factor) ? 'vanishes' : factor > 1.3 ? 'explodes' : 'keeps';
  return (
    <Panel title={word('signal.title')} note={word('signal.note', { layers: LAYERS, width })} id="signal">
      <div className={classes.pair}>
        {(['forward', 'backward'] as const).map((way) => (
          <CurvePlot
            key={way}
            id={`plot-${way}`}
            title={word(`signal.${way}`)}
            curves={curvesOf(way)}
            rows={rows[way]}
            x={fixedAxis(0, LAYERS, 10)}
            y={axisOf(way)}
            at={layer}
            onMove={(value) => patch({ layer: say(value) })}
            step={1}
            integer
            along={word('signal.layer')}
            height={220}
            summary={word(`signal.summary.${way}`, {
              first: measured(signal?.[way][0] ?? Number.NaN),
              last: measured(signal?.[way][LAYERS] ?? Number.NaN),
              name: names.of('initializer', focus),
            })}
          />
        ))}
      </div>
      <p className={classes.verdict} data-verdict={verdict} aria-live="polite">
        {signal &&
          word(`signal.verdict.${verdict}`, {
            name: names.of('initializer', focus),
            factor: measured(Number.isNaN(factor) ? 0 : factor),
            last: measured(signal.forward[LAYERS]),
          })}
      </p>
      <div className={classes.controls}>
        <label className={classes.field}>
          {word('signal.activation')}
          <select
            id="signal-activation"
            value={activation}
            onChange={(event) => patch({ activation: event.target.value })}
          >
            {CHOICES.map((kind) => (
              <option key={kind} value={kind}>
                {names.of('activation', kind)}
              </option>
            ))}
          </select>
        </label>
        <RangeField
          id="signal-width"
          label={word('signal.width')}
          value={width}
          onChange={(value) => patch({ width: say(value) })}
          min={8}
          max={96}
          step={8}
          integer
        />
      </div>
    </Panel>
  );
}
