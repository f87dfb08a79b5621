/** Initializers: what is drawn beside what theory says, and what the draw does to a signal on its way through layers. */

import { IconDice5 } from '@tabler/icons-react';
import { useDeferredValue, useMemo } from 'react';
import type { Shape } from '@/core/graph/types';
import { Button, measured, NumberField, Panel, Segmented } from '@/ui';
import { SLOTS, useComparison } from '../comparison';
import { extent, fixedAxis, roundAxis } from '../model/axes';
import { drawn, fitsShape, histogram, INITIALIZER_KINDS, initializerSettings, rangeOf } from '../model/initializers';
import { valuesIn } from '../model/settings';
import { useNames } from '../names';
import { type Choice, Chooser, smallPath } from '../parts/Chooser';
import { CurvePlot, type PlotCurve } from '../parts/CurvePlot';
import { HereTable } from '../parts/HereTable';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { SettingFields } from '../parts/SettingFields';
import { ShownList } from '../parts/ShownList';
import { choiceIn, functionsState, numberIn, say, useParams } from '../state';
import { InitializerWords } from './InitializerWords';
import { SignalPanel } from './SignalPanel';

const FIRST = ['glorotUniform', 'heNormal'];
const patch = (changes: Record<string, string | null>) => functionsState.patch('initializers', changes);

let pictures: Map<string, string> | null = null;
function picturesOfAll(): Map<string, string> {
  pictures ??= new Map(
    INITIALIZER_KINDS.map((kind) => {
      const { theory } = drawn(kind, valuesIn({}, kind, initializerSettings(kind)), [16, 16], 1);
      if (!theory.density)
        return [kind, kind === 'identity' ? 'M3 27H41M8 27V5M36 27V20' : `M3 27H41M${kind === 'ones' ? 34 : 22} 27V4`];
      const one = drawn(kind, valuesIn({}, kind, initializerSettings(kind)), [16, 16], 1);
      const rows = histogram([one], rangeOf([one]));
      return [
        kind,
        smallPath(
          rows.filter((_, i) => i % 4 === 0).map(({ y }) => y[1]),
          0,
        ),
      ];
    }),
  );
  return pictures;
}

type Form = 'dense' | 'conv';
const FORMS = ['dense', 'conv'] as const;

/** The kernel as the address says it: [in, out], or [k, k, in, out]. */
function shapeIn(params: Readonly<Record<string, string>>): { form: Form; shape: Shape } {
  const form = choiceIn(params, 'form', FORMS, 'dense');
  const count = (name: string, first: number) => Math.round(numberIn(params, name, first, 1, 128));
  const [inputs, outputs] = [count('in', form === 'dense' ? 96 : 16), count('out', form === 'dense' ? 64 : 32)];
  if (form === 'dense') return { form, shape: [inputs, outputs] };
  const size = Math.round(numberIn(params, 'kernel', 3, 1, 5));
  return { form, shape: [size, size, Math.min(64, inputs), Math.min(64, outputs)] };
}

export default function InitializersTab() {
  const names = useNames();
  const params = useParams('initializers');
  const { form, shape } = shapeIn(params);
  const fits = useMemo(() => {
    const allowed = (kind: string, focus: string) => kind === focus || form === 'dense' || kind !== 'identity';
    return allowed;
  }, [form]);
  const comparison = useComparison('initializers', INITIALIZER_KINDS, FIRST, fits);
  const { shown, focus } = comparison;
  const seed = Math.round(numberIn(params, 'seed', 42, 0, 1e9));
  const nameOf = (kind: string) => names.of('initializer', kind);
  const choices = useMemo<Choice[]>(
    () =>
      INITIALIZER_KINDS.map((kind) => ({
        kind,
        name: names.of('initializer', kind),
        path: picturesOfAll().get(kind) ?? '',
        apart: fits(kind, focus) ? null : names.word('initializers.matrixOnly'),
      })),
    [names, focus, fits],
  );
  // A matrix is the only thing that identity fills.
  const kernel = fitsShape(focus, shape) ? shape : [shape[shape.length - 2], shape[shape.length - 1]];
  const settings = initializerSettings(focus);
  const key = useDeferredValue(
    JSON.stringify([shown.map(({ kind }) => [kind, valuesIn(params, kind, initializerSettings(kind))]), kernel, seed]),
  );
  const all = useMemo(() => {
    const [wanted, size, start] = JSON.parse(key) as [[string, Record<string, number>][], number[], number];
    return wanted.map(([kind, values]) => drawn(kind, values, size, start));
  }, [key]);
  const range = useMemo(() => rangeOf(all), [all]);
  const rows = useMemo(() => histogram(all, range), [all, range]);
  const curves: PlotCurve[] = shown.flatMap(({ kind, slot, hidden }, k) => {
    if (hidden || all[k]?.kind !== kind) return [];
    const base = { color: SLOTS[slot].color, strong: false, here: Number.NaN };
    const stairs = {
      ...base,
      key: `${kind}/drawn`,
      index: 2 * k,
      name: names.word('initializers.drawnOf', { name: nameOf(kind) }),
      strong: kind === focus,
    };
    const theory = {
      ...base,
      key: `${kind}/theory`,
      index: 2 * k + 1,
      name: names.word('initializers.theoryOf', { name: nameOf(kind) }),
      dash: '5 3',
    };
    return all[k].theory.density ? [stairs, theory] : [stairs];
  });
  const used = curves.map(({ index }) => index);
  // Single points would press everything else flat.
  const smooth = used.filter((index) => all[index >> 1]?.theory.density);
  const [, top] = extent(rows, (k) => (smooth.length > 0 ? smooth : used).includes(k)) ?? [0, 1];
  const [chosen] = all.filter(({ kind }) => kind === focus);
  return (
    <div className={classes.bench}>
      <Chooser label={names.word('tabs.initializers')} choices={choices} comparison={comparison} />
      <div className={classes.middle}>
        <Panel
          title={names.word('initializers.plot')}
          note={names.word('initializers.legend')}
          actions={
            <Segmented
              label={names.word('initializers.form')}
              value={form}
              options={FORMS.map((value) => ({ value, label: names.word(`initializers.forms.${value}`) }))}
              onChange={(value) => patch({ form: value, in: null, out: null })}
            />
          }
        >
          <ShownList comparison={comparison} nameOf={nameOf} />
          <CurvePlot
            id="plot-weights"
            title={names.word('initializers.shares')}
            curves={curves}
            rows={rows}
            x={fixedAxis(range[0], range[1], 8)}
            y={roundAxis(0, Math.min(1, top * 1.02))}
            at={null}
            along={names.word('initializers.weight')}
            height={280}
            summary={names.word('initializers.summary', {
              names: shown.map(({ kind }) => nameOf(kind)).join(', '),
              low: measured(range[0]),
              high: measured(range[1]),
            })}
          />
          <div className={classes.controls}>
            <RangeField
              id="fan-in"
              label={names.word(form === 'dense' ? 'initializers.inputs' : 'initializers.inChannels')}
              value={kernel[kernel.length - 2]}
              onChange={(value) => patch({ in: say(value) })}
              min={1}
              max={form === 'dense' ? 128 : 64}
              integer
            />
            <RangeField
              id="fan-out"
              label={names.word(form === 'dense' ? 'initializers.outputs' : 'initializers.outChannels')}
              value={kernel[kernel.length - 1]}
              onChange={(value) => patch({ out: say(value) })}
              min={1}
              max={form === 'dense' ? 128 : 64}
              integer
            />
            {form === 'conv' && (
              <RangeField
                id="kernel-size"
                label={names.word('initializers.kernel')}
                value={shape[0]}
                onChange={(value) => patch({ kernel: say(value) })}
                min={1}
                max={5}
                integer
              />
            )}
            <div className={classes.row}>
              <NumberField
                id="seed"
                label={names.word('initializers.seed')}
                value={seed}
                onChange={(value) => patch({ seed: say(value) })}
                min={0}
                max={1e9}
                integer
              />
              <Button
                icon={<IconDice5 size={16} aria-hidden />}
                onClick={() => patch({ seed: String((seed + 1) % 1e9) })}
              >
                {names.word('initializers.again')}
              </Button>
            </div>
          </div>
          {settings.length > 0 && (
            <div className={classes.controls}>
              <SettingFields
                tab="initializers"
                kind={focus}
                settings={settings}
                values={valuesIn(params, focus, settings)}
              />
            </div>
          )}
          <HereTable
            caption={names.word('initializers.here', { shape: kernel.join(' × ') })}
            columns={[
              names.word('initializers.mean'),
              names.word('initializers.meanTheory'),
              names.word('initializers.deviation'),
              names.word('initializers.deviationTheory'),
            ]}
            comparison={comparison}
            nameOf={nameOf}
            valuesOf={(kind) => {
              const one = all.find((other) => other.kind === kind);
              if (!one) return Array(4).fill(Number.NaN);
              return [one.mean, one.theory.mean, one.deviation, Math.sqrt(one.theory.variance)];
            }}
            write={(value) => measured(Math.abs(value) < 1e-12 ? 0 : value, 3)}
          />
        </Panel>
        <SignalPanel comparison={comparison} seed={seed} names={names} />
      </div>
      <div className={classes.side}>{chosen && <InitializerWords drawn={chosen} shape={kernel} names={names} />}</div>
    </div>
  );
}
