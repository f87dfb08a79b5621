/** Activations: value and derivative over the input, several compared; those of a whole vector have a view of their own. */
import { useDeferredValue, useMemo } from 'react';
import { measured, Panel, Segmented } from '@/ui';
import { SLOTS, useComparison } from '../comparison';
import {
  ACTIVATION_KINDS,
  activationFunction,
  isElementwise,
  LEAKY_SLOPE,
  type ScalarFunction,
} from '../model/activations';
import { extent, fixedAxis, roundAxis } from '../model/axes';
import { type Row, sampleCurves } from '../model/sample';
import { type Names, useNames } from '../names';
import { type Choice, Chooser, smallPath } from '../parts/Chooser';
import { CurvePlot, type PlotCurve } from '../parts/CurvePlot';
import { HereTable } from '../parts/HereTable';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { ShownList } from '../parts/ShownList';
import { choiceIn, functionsState, numberIn, say, useParams } from '../state';
import { ActivationWords } from './ActivationWords';
import { VectorView } from './VectorView';

const FIRST = ['relu', 'tanh'];
const REACHES = ['2', '5', '10', '20'] as const;
const together = (kind: string, focus: string) => isElementwise(kind) && isElementwise(focus);
const patch = (changes: Record<string, string | null>) => functionsState.patch('activations', changes);

/** The pictures of the chooser, made once. */
let pictures: Map<string, string> | null = null;
function picturesOfAll(): Map<string, string> {
  pictures ??= new Map(
    ACTIVATION_KINDS.map((kind) => {
      if (!isElementwise(kind)) return [kind, bars(kind)];
      const rows = sampleCurves((xs) => [xs.map(activationFunction(kind).f)], -3, 3, { most: 60 });
      const values = Array.from({ length: 61 }, (_, i) => {
        const x = -3 + i * 0.1;
        const right = rows.findIndex((row) => row.x >= x - 1e-9);
        const jumped = rows[Math.max(0, right - 1)].y[0] === null;
        return jumped ? null : rows[right].y[0];
      });
      return [kind, smallPath(values, -1.5, 3)];
    }),
  );
  return pictures;
}

/** Softmax and its logarithm are no curves: three bars that add up to one, or hang from a line. */
const bars = (kind: string) =>
  kind === 'softmax' ? 'M8 27V21M22 27V6M36 27V16M3 27H41' : 'M8 3V20M22 3V8M36 3V13M3 3H41';

export default function ActivationsTab() {
  const names = useNames();
  const params = useParams('activations');
  const comparison = useComparison('activations', ACTIVATION_KINDS, FIRST, together);
  const { focus } = comparison;
  const vector = !isElementwise(focus);
  const choices = useMemo<Choice[]>(
    () =>
      ACTIVATION_KINDS.map((kind) => ({
        kind,
        name: names.of('activation', kind),
        path: picturesOfAll().get(kind) ?? '',
        apart: together(kind, focus)
          ? null
          : names.word(isElementwise(kind) ? 'activations.elementwise' : 'activations.vector'),
      })),
    [names, focus],
  );
  const alpha = numberIn(params, 'alpha', LEAKY_SLOPE, 0, 10);
  return (
    <div className={classes.bench}>
      <Chooser label={names.word('tabs.activations')} choices={choices} comparison={comparison} />
      {vector ? <VectorView kind={focus} /> : <ScalarView names={names} alpha={alpha} comparison={comparison} />}
    </div>
  );
}

/** Of curves that share one plot; each kind of row has its values at the place of the function among those shown. */
function useCurves(functions: readonly ScalarFunction[], reach: number, which: 'f' | 'derivative'): Row[] {
  const shown = useDeferredValue(functions);
  return useMemo(
    () => sampleCurves((xs) => shown.map((fn) => xs.map((x) => fn[which](x))), -reach, reach, { at: [0] }),
    [shown, reach, which],
  );
}

interface ScalarViewProps {
  names: Names;
  alpha: number;
  comparison: ReturnType<typeof useComparison>;
}

function ScalarView({ names, alpha, comparison }: ScalarViewProps) {
  const params = useParams('activations');
  const { shown, focus } = comparison;
  const reach = Number(choiceIn(params, 'reach', REACHES, '5'));
  const x = numberIn(params, 'x', 1, -reach, reach);
  const kinds = shown.map(({ kind }) => kind).join(',');
  const functions = useMemo(() => kinds.split(',').map((kind) => activationFunction(kind, alpha)), [kinds, alpha]);
  const values = useCurves(functions, reach, 'f');
  const slopes = useCurves(functions, reach, 'derivative');
  const chosen = functions.find(({ kind }) => kind === focus) ?? functions[0];
  const nameOf = (kind: string) => names.of('activation', kind);
  const visible = (k: number) => !shown[k]?.hidden;
  const move = (next: number) => patch({ x: say(next) });
  const curves = (which: 'f' | 'derivative'): PlotCurve[] =>
    shown.flatMap(({ kind, slot, hidden }, index) =>
      hidden
        ? []
        : [
            {
              key: kind,
              index,
              name: nameOf(kind),
              ...SLOTS[slot],
              strong: kind === focus,
              here: functions[index]?.[which](x) ?? Number.NaN,
            },
          ],
    );
  const axisOf = (rows: Row[], least: [number, number]) => {
    const [low, high] = extent(rows, visible) ?? least;
    // What grows too fast is cut off, so that the others can still be told apart.
    return roundAxis(Math.max(-reach, Math.min(low, least[0])), Math.min(reach, Math.max(high, least[1])));
  };
  const plot = { x: fixedAxis(-reach, reach, 10), at: x, onMove: move, along: 'x' };
  const summary = (key: string, rows: Row[]) => {
    const range = extent(rows, visible);
    return names.word(key, {
      names: shown.map(({ kind }) => nameOf(kind)).join(', '),
      from: measured(-reach),
      to: measured(reach),
      low: measured(range?.[0] ?? Number.NaN),
      high: measured(range?.[1] ?? Number.NaN),
    });
  };
  return (
    <>
      <div className={classes.middle}>
        <Panel
          title={names.word('activations.plot')}
          actions={
            <Segmented
              label={names.word('activations.reach')}
              value={String(reach) as (typeof REACHES)[number]}
              options={REACHES.map((value) => ({ value, label: `±${value}` }))}
              onChange={(value) => patch({ reach: value })}
            />
          }
        >
          <ShownList comparison={comparison} nameOf={nameOf} />
          <CurvePlot
            {...plot}
            id="plot-value"
            title={names.word('activations.value')}
            curves={curves('f')}
            rows={values}
            y={axisOf(values, [0, 1])}
            height={300}
            summary={summary('activations.summaryValue', values)}
          />
          <CurvePlot
            {...plot}
            id="plot-slope"
            title={names.word('activations.slope')}
            curves={curves('derivative')}
            rows={slopes}
            y={axisOf(slopes, [0, 1])}
            height={210}
            summary={summary('activations.summarySlope', slopes)}
          />
          <div className={classes.controls}>
            <RangeField
              id="point-x"
              label={names.word('activations.x')}
              value={x}
              onChange={move}
              min={-reach}
              max={reach}
            />
            {shown.some(({ kind }) => kind === 'leakyReLU') && (
              <RangeField
                id="alpha"
                label={names.word('activations.alpha')}
                value={alpha}
                onChange={(value) => patch({ alpha: say(value) })}
                min={0}
                max={1}
                most={10}
              />
            )}
          </div>
          <HereTable
            caption={names.word('activations.here', { x: measured(x, 6) })}
            columns={['f(x)', 'f′(x)']}
            comparison={comparison}
            nameOf={nameOf}
            valuesOf={(kind) => {
              const fn = functions[shown.findIndex((one) => one.kind === kind)];
              return [fn.f(x), fn.derivative(x)];
            }}
          />
        </Panel>
      </div>
      <div className={classes.side}>
        <ActivationWords fn={chosen} x={x} names={names} />
      </div>
    </>
  );
}
