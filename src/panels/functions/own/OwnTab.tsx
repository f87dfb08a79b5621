/** Your own: any expression, differentiated on the spot, with the same point, plots and checks as all the others. */
import { useMemo } from 'react';
import { type Expr, toLatex } from '@/core/expr';
import { Examples } from '@/parts/expression/Examples';
import { ExpressionField, WRITTEN } from '@/parts/expression/ExpressionField';
import { measured, Panel, Segmented } from '@/ui';
import { factsInWords } from '../activations/ActivationWords';
import { SLOTS } from '../comparison';
import { extent, fixedAxis, roundAxis } from '../model/axes';
import { factsOf } from '../model/facts';
import {
  centralDifference,
  type Fault,
  holesOf,
  type OwnFunction,
  type OwnValues,
  readOwn,
  valuesOf,
} from '../model/own';
import { type Row, sampleCurves } from '../model/sample';
import { type Names, useNames } from '../names';
import { CurvePlot, type PlotCurve } from '../parts/CurvePlot';
import { type FormulaLine, Formulas, texNumber } from '../parts/Formulas';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { Stroke } from '../parts/ShownList';
import { FactList } from '../parts/Words';
import { choiceIn, functionsState, numberIn, say, useParams } from '../state';
import own from './own.module.css';

const FIRST = 'x * exp(-x^2 / 2)';
const EXAMPLES: readonly { text: string; params?: Record<string, string> }[] = [
  { text: 'a * sin(b * x) / x', params: { 'v.b': '3' } },
  { text: 'x / (1 + exp(-beta * x))', params: { 'v.beta': '2' } },
  { text: 'log(x)' },
  { text: 'where(x > 0, x, alpha * (exp(x) - 1))' },
  { text: 'max(0, 1 - abs(x))' },
  { text: 'log(1 + (p - t)^2)' },
  { text: '(abs(p - t) + 0.1)^gamma', params: { 'v.gamma': '0.5' } },
];
const REACHES = ['2', '5', '10', '50'] as const;
const PARTS = ['f', 'first', 'second'] as const;
type Part = (typeof PARTS)[number];
const PRIMES: Record<Part, string> = { f: '', first: '′', second: '″' };
const patch = (changes: Record<string, string | null>) => functionsState.patch('own', changes);

export default function OwnTab() {
  const names = useNames();
  const params = useParams('own');
  const text = params.expr ?? FIRST;
  const read = useMemo(() => readOwn(text), [text]);
  return (
    <div className={own.bench}>
      <div className={classes.middle}>
        <Panel title={names.word('own.title')} note={names.word('own.note')}>
          <Typing text={text} fault={'fault' in read ? read.fault : null} names={names} />
        </Panel>
        {'fn' in read && <OwnPlot fn={read.fn} names={names} />}
      </div>
      <div className={classes.side}>
        {'fn' in read && <OwnWords fn={read.fn} names={names} />}
        <Panel title={names.word('own.language')}>
          <p className={classes.about}>{names.word('own.signs')}</p>
          <p className={own.functions}>
            <code>{WRITTEN}</code>
          </p>
          <p className={classes.note}>{names.word('own.kinks')}</p>
        </Panel>
      </div>
    </div>
  );
}

function Typing({ text, fault, names }: { text: string; fault: Fault | null; names: Names }) {
  const { word } = names;
  return (
    <>
      <ExpressionField
        id="expression"
        label={word('own.label')}
        value={text}
        fault={fault}
        onChange={(next) => patch({ expr: next })}
      />
      <div className={own.examples}>
        <Examples
          label={word('own.examples')}
          examples={EXAMPLES.map((example) => example.text)}
          text={text}
          onChoose={(chosen) => {
            const example = EXAMPLES.find((one) => one.text === chosen);
            functionsState.replace('own', { expr: chosen, ...example?.params });
          }}
        />
      </div>
    </>
  );
}

/** The sliders' numbers, in the order of the names. */
function useNumbers(fn: OwnFunction): number[] {
  const params = useParams('own');
  return fn.names.map((name) => numberIn(params, `v.${name}`, name === 't' ? 0 : 1));
}

function useValues(fn: OwnFunction): { values: OwnValues; numbers: readonly number[] } {
  const key = useNumbers(fn).join(',');
  return useMemo(() => {
    const numbers = key === '' ? [] : key.split(',').map(Number);
    return { numbers, values: valuesOf(fn, numbers) };
  }, [fn, key]);
}

function usePlace(): { reach: number; x: number } {
  const params = useParams('own');
  const reach = Number(choiceIn(params, 'reach', REACHES, '5'));
  return { reach, x: numberIn(params, 'x', 1, -reach, reach) };
}

const nameOf = (part: Part, { variable }: OwnFunction): string =>
  `${variable === 'p' ? 'L' : 'f'}${PRIMES[part]}(${variable})`;

function OwnPlot({ fn, names }: { fn: OwnFunction; names: Names }) {
  const params = useParams('own');
  const { word } = names;
  const { values, numbers } = useValues(fn);
  const { reach, x } = usePlace();
  const hidden = (params.hide ?? '').split(',');
  const rows = useMemo<Row[]>(
    () =>
      sampleCurves((xs) => PARTS.map((part) => xs.map((place) => values[part]?.(place) ?? Number.NaN)), -reach, reach, {
        at: [0],
      }),
    [values, reach],
  );
  const shown = PARTS.filter((part) => !hidden.includes(part) && values[part] !== null);
  const curves: PlotCurve[] = shown.map((part) => {
    const index = PARTS.indexOf(part);
    return {
      key: part,
      index,
      name: nameOf(part, fn),
      ...SLOTS[index],
      strong: part === 'f',
      here: values[part]?.(x) ?? Number.NaN,
    };
  });
  const [low, high] = extent(rows, (k) => shown.includes(PARTS[k])) ?? [-1, 1];
  const holes = useMemo(() => holesOf(values.f, [-reach, reach]), [values, reach]);
  const toggle = (part: Part) => {
    const others = hidden.filter((other) => other !== '' && other !== part);
    patch({ hide: (hidden.includes(part) ? others : [...others, part]).join(',') || null });
  };
  return (
    <Panel
      title={word('own.plot')}
      actions={
        <Segmented
          label={word('own.reach', { name: fn.variable })}
          value={String(reach) as (typeof REACHES)[number]}
          options={REACHES.map((value) => ({ value, label: `±${value}` }))}
          onChange={(value) => patch({ reach: value })}
        />
      }
    >
      <ul className={classes.shown} aria-label={word('compare.shown')}>
        {PARTS.map((part, slot) => (
          <li key={part} data-hidden={!shown.includes(part)}>
            <button
              type="button"
              className={classes.shownName}
              aria-pressed={shown.includes(part)}
              disabled={values[part] === null}
              onClick={() => toggle(part)}
            >
              <Stroke slot={slot} />
              {nameOf(part, fn)}
            </button>
          </li>
        ))}
      </ul>
      <CurvePlot
        id="plot-own"
        title={word('own.over', { name: fn.variable })}
        curves={curves}
        rows={rows}
        x={fixedAxis(-reach, reach, 10)}
        y={roundAxis(Math.max(low, -2 * reach), Math.min(high, 2 * reach))}
        at={x}
        onMove={(next) => patch({ x: say(next) })}
        along={fn.variable}
        height={340}
        summary={word('own.summary', {
          from: measured(-reach),
          to: measured(reach),
          low: measured(low),
          high: measured(high),
        })}
      />
      {holes.length > 0 && (
        <p className={own.holes}>
          {word('own.holes', {
            where: holes
              .map((hole) => hole.map((end) => measured(Math.abs(end) < reach * 1e-9 ? 0 : end)).join(' … '))
              .join(', '),
            name: fn.variable,
          })}
        </p>
      )}
      {fn.second === null && <p className={own.holes}>{word('own.noSecond')}</p>}
      <div className={classes.controls}>
        <RangeField
          id="point-x"
          label={fn.variable}
          value={x}
          onChange={(next) => patch({ x: say(next) })}
          min={-reach}
          max={reach}
        />
        {fn.names.map((name, i) => (
          <RangeField
            key={name}
            id={`value-${name}`}
            label={name}
            value={numbers[i]}
            onChange={(value) => patch({ [`v.${name}`]: say(value) })}
            min={-5}
            max={5}
            least={-1e6}
            most={1e6}
          />
        ))}
      </div>
    </Panel>
  );
}

function OwnWords({ fn, names }: { fn: OwnFunction; names: Names }) {
  const { word } = names;
  const { values, numbers } = useValues(fn);
  const { x } = usePlace();
  const facts = useMemo(() => factsOf({ f: values.f, derivative: values.first }), [values]);
  const put = { [fn.variable]: x, ...Object.fromEntries(fn.names.map((name, i) => [name, numbers[i]])) };
  const letter = fn.variable === 'p' ? 'L' : 'f';
  const line = (expr: Expr, prime: string, value: number): FormulaLine => ({
    left: `${letter}${prime}(${fn.variable})`,
    symbols: toLatex(expr),
    numbers: toLatex(expr, { values: put, format: texNumber }),
    value,
  });
  const [slope, difference] = [values.first(x), centralDifference(values.f, x)];
  const gap = Math.abs(slope - difference);
  const known = Number.isFinite(slope) && Number.isFinite(difference);
  const agrees = gap <= 1e-4 * Math.max(1, Math.abs(slope));
  const lines = [line(fn.expr, '', values.f(x)), line(fn.first, "'", slope)];
  if (fn.second && values.second) lines.push(line(fn.second, "''", values.second(x)));
  return (
    <>
      <Panel title={word('own.formulas')} id="formulas">
        <Formulas lines={lines} />
      </Panel>
      <Panel title={word('own.check')} id="check">
        <p className={classes.about}>{word('own.checkNote')}</p>
        <FactList
          facts={[
            { name: word('own.bySymbols'), value: <span className="num">{measured(slope, 7)}</span> },
            { name: word('own.byDifference'), value: <span className="num">{measured(difference, 7)}</span> },
          ]}
        />
        <p className={classes.verdict} data-verdict={known && agrees ? 'keeps' : 'differs'}>
          {word(!known ? 'own.noValue' : agrees ? 'own.agree' : 'own.differ', { gap: measured(gap, 2) })}
        </p>
      </Panel>
      <Panel title={word('facts.title')} note={word('facts.note')}>
        <FactList facts={factsInWords(facts, names).slice(0, 6)} />
      </Panel>
    </>
  );
}
