/** Neurons with value and gradient, as circles or, in wide layers, as low boxes with a bar; and the loss. */
import { type KeyboardEvent, memo } from 'react';
import type { Phase } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import type { ElementRef } from '@/core/interpreter/timeline';
import { useRun } from '@/state';
import { placeName } from '../model/describe';
import { short, UNKNOWN } from '../model/format';
import type { Layout, NeuronBox } from '../model/layout';
import { gradientOf, isHidden, largest, valueAt } from '../model/moment';
import { gradientSource } from '../model/network';
import { plain, symbolParts } from '../model/symbols';
import { HiddenMark } from '../practice/HiddenNumber';
import { usePracticeWords } from '../practice/words';
import { hover, select, useSession } from '../session';
import { useChanged, useHiding, useScene, useStepper } from '../stepper';
import { say, useWords } from '../words';
import { type Mark, markOf } from './marks';
import networkCss from './network.module.css';
import { sameProps } from './same';

interface NumberProps {
  value: number | null;
  kind: 'value' | 'gradient' | 'loss';
  x: number;
  y: number;
  anchor?: 'start' | 'middle' | 'end';
  ref_?: ElementRef;
}

/** A number in the drawing. */
function NumberText({ value, kind, x, y, anchor = 'middle', ref_ }: NumberProps) {
  const words = useWords();
  const hiding = useHiding(ref_?.node, ref_?.element);
  const was = useChanged(ref_?.node, ref_?.element);
  if (ref_ && hiding === 'number') return <HiddenMark {...ref_} {...{ x, y, anchor }} />;
  const changed = value !== null && was !== null;
  const text = (
    <text
      x={x}
      y={y}
      textAnchor={anchor}
      className={networkCss.number}
      data-kind={value === null ? 'unknown' : kind}
      data-node={value === null ? undefined : ref_?.node}
      data-element={value === null ? undefined : ref_?.element}
      data-value={value ?? undefined}
      data-changed={changed || undefined}
    >
      {value === null ? UNKNOWN : short(value)}
    </text>
  );
  if (!changed) return text;
  return (
    <g>
      <title>{words('edit.was', { value: short(was) })}</title>
      {text}
    </g>
  );
}

/** What a button of the drawing is called: read aloud, not seen. */
function Spoken({ x, y, words }: { x: number; y: number; words: string }) {
  return (
    <text x={x} y={y} className={networkCss.spoken}>
      {words}
    </text>
  );
}

const isPress = (event: KeyboardEvent) => event.key === 'Enter' || event.key === ' ';

export function Neurons({ layout }: { layout: Layout }) {
  const { model, moment, marks, sample, step } = useStepper();
  return (
    <g>
      {layout.neurons.map((box) => {
        const { column: at, unit } = box;
        const column = model.columns[at];
        const element = sample * column.size + unit;
        const mark = markOf(marks, { kind: 'neuron', column: at, unit, sample });
        return (
          <Neuron
            key={`${at} ${unit}`}
            box={box}
            shape={layout.shape}
            value={valueAt(moment, column.value, element)}
            gradient={gradientOf(moment, gradientSource(model, column), element)}
            mark={mark}
            phase={mark === 'focus' ? (step?.phase ?? 'forward') : undefined}
          />
        );
      })}
    </g>
  );
}

interface NeuronProps {
  box: NeuronBox;
  shape: Layout['shape'];
  /** Null while they are not known. */
  value: number | null;
  gradient: number | null;
  mark: Mark;
  /** Of the step, where the neuron is in focus. */
  phase: Phase | undefined;
}

const Neuron = memo(function Neuron({ box, shape, value, gradient, mark, phase }: NeuronProps) {
  const words = useWords();
  const { model, graph, traced, sample } = useScene();
  const show = useSession((s) => s.show);
  const column = model.columns[box.column];
  const element = sample * column.size + box.unit;
  const ref = { node: column.value, element };
  const source = gradientSource(model, column);
  const hasGradient = graph.gradients.has(source);
  const symbol = elementSymbol(graph, column.value, element);
  const name = say(words, placeName(model, { kind: 'neuron', column: box.column, unit: box.unit, sample }));
  const practice = usePracticeWords();
  const slope = { node: graph.gradients.get(source) ?? -1, element };
  const hiddenValue = useHiding(ref.node, element) === 'number';
  const hiddenSlope = useHiding(slope.node, element) === 'number';
  const read = (v: number | null, of: ElementRef) => {
    if (v !== null) return short(v);
    return (of === ref ? hiddenValue : hiddenSlope) ? practice('isHidden') : words('value.unknown');
  };
  const label = !hasGradient
    ? words('network.neuronValue', { name, symbol: plain(symbol), value: read(value, ref) })
    : source === column.value
      ? words('network.neuron', {
          name,
          symbol: plain(symbol),
          value: read(value, ref),
          gradient: read(gradient, slope),
        })
      : words('network.neuronSum', {
          name,
          symbol: plain(symbol),
          value: read(value, ref),
          sum: plain(elementSymbol(graph, source, element)),
          gradient: read(gradient, slope),
        });
  const tall = shape === 'box' && box.height > TALL;
  const numbers = {
    value: show === 'gradients' ? undefined : value,
    gradient: show === 'values' || !hasGradient ? undefined : gradient,
    valueRef: ref,
    gradientRef: slope,
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot be part of a drawing.
    <g
      role="button"
      tabIndex={0}
      className={networkCss.neuron}
      data-mark={mark}
      data-phase={phase}
      data-tall={tall}
      onPointerEnter={() => hover(ref)}
      onPointerLeave={() => hover(null)}
      onFocus={() => hover(ref)}
      onBlur={() => hover(null)}
      onClick={() => select(ref)}
      onKeyDown={(event) => {
        if (!isPress(event)) return;
        event.preventDefault();
        event.stopPropagation();
        select(ref);
      }}
    >
      <Spoken x={box.x} y={box.y} words={label} />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a drawing takes no focus. */}
      <g aria-hidden="true">
        {shape === 'circle' ? (
          <Circle box={box} symbol={symbol} numbers={numbers} />
        ) : (
          <LowBox box={box} symbol={symbol} numbers={numbers} share={shareOf(value)} />
        )}
        {box.column === model.columns.length - 1 && <ClassName box={box} inside={tall} />}
      </g>
    </g>
  );

  /** The value compared with the largest of its column. */
  function shareOf(v: number | null): number {
    if (v === null) return 0;
    const values = traced.values[column.value];
    const start = sample * column.size;
    const most = Math.abs(values[largest(values, start, start + column.size)]);
    return most > 0 ? Math.abs(v) / most : 0;
  }
}, sameProps);

interface Numbers {
  /** Null: not known yet. Undefined: not shown. */
  value: number | null | undefined;
  gradient: number | null | undefined;
  valueRef: ElementRef;
  gradientRef: ElementRef;
}

/** Boxes higher than this have two lines. */
const TALL = 32;

/** The class an output stands for, beside it; the right one stands out. */
function ClassName({ box: { x, y, width, unit }, inside }: { box: NeuronBox; inside: boolean }) {
  const { graph, traced, sample } = useScene();
  const classNames = useRun((run) => run.dataset.info?.classes ?? null);
  if (classNames === null || graph.target === null) return null;
  const target = traced.values[graph.target];
  // Targets are one number a class, or the number of the class.
  const sparse = graph.nodes[graph.target].shape.length < graph.nodes[graph.output].shape.length;
  const isTarget = sparse ? target[sample] === unit : target[sample * classNames.length + unit] === 1;
  return (
    <text
      x={inside ? x - width / 2 + 7 : x + width / 2 + 7}
      y={inside ? y + 12 : y + 4}
      className={networkCss.className}
      data-target={isTarget}
      data-inside={inside || undefined}
    >
      {classNames[unit]}
      {isTarget && !inside ? ' ✓' : ''}
    </text>
  );
}

interface SymbolTextProps {
  tex: string;
  x: number;
  y: number;
  small?: boolean;
  /** Whether there is room for what is raised, the layer's number. */
  raise?: boolean;
}

/** A symbol with its raised and lowered parts, which plain letters cannot always show. */
function SymbolText({ tex, x, y, small = false, raise = true }: SymbolTextProps) {
  const { base, raised, lowered } = symbolParts(tex);
  return (
    <text x={x} y={y} className={networkCss.symbol} data-small={small || undefined}>
      {base}
      {raise && raised && <tspan dy={-5}>{raised}</tspan>}
      {lowered && <tspan dy={raise && raised ? 8 : 3}>{lowered}</tspan>}
    </text>
  );
}

interface ShapeProps {
  box: NeuronBox;
  symbol: string;
  numbers: Numbers;
}

function Circle({ box: { x, y, width }, symbol, numbers }: ShapeProps) {
  const { value, gradient, valueRef, gradientRef } = numbers;
  const small = width < 70;
  const two = value !== undefined && gradient !== undefined;
  const top = y + (two ? 3 : 10);
  return (
    <>
      <circle cx={x} cy={y} r={width / 2 + 7} className={networkCss.halo} />
      <circle cx={x} cy={y} r={width / 2} className={networkCss.body} />
      <SymbolText tex={symbol} x={x} y={y - (two ? (small ? 13 : 17) : 10)} />
      {value !== undefined && <NumberText value={value} kind="value" x={x} y={top} ref_={valueRef} />}
      {gradient !== undefined && (
        <NumberText value={gradient} kind="gradient" x={x} y={two ? top + (small ? 15 : 18) : top} ref_={gradientRef} />
      )}
    </>
  );
}

function LowBox({ box: { x, y, width, height }, symbol, numbers, share }: ShapeProps & { share: number }) {
  const { value, gradient, valueRef, gradientRef } = numbers;
  const [left, top] = [x - width / 2, y - height / 2];
  const tall = height > TALL;
  const base = tall ? y - 4 : y + 4;
  return (
    <>
      <rect x={left - 4} y={top - 4} width={width + 8} height={height + 8} rx={10} className={networkCss.halo} />
      <rect x={left} y={top} width={width} height={height} rx={7} className={networkCss.body} />
      {value !== undefined && share > 0 && (
        <rect
          x={left + 1}
          y={top + height - 4}
          width={(width - 2) * share}
          height={3}
          rx={1.5}
          className={networkCss.bar}
        />
      )}
      <SymbolText tex={symbol} x={left + (tall ? 6 : 8)} y={base} small raise={!tall} />
      {value !== undefined && (
        <NumberText
          value={value}
          kind="value"
          x={tall || gradient === undefined ? left + width - 8 : left + width * 0.6}
          y={base}
          anchor="end"
          ref_={valueRef}
        />
      )}
      {gradient !== undefined && (
        <NumberText
          value={gradient}
          kind="gradient"
          x={left + width - 8}
          y={tall ? y + 12 : base}
          anchor="end"
          ref_={gradientRef}
        />
      )}
    </>
  );
}

/** Targets of so many numbers stand below the loss, where they can be changed. */
export const MOST_CAPTIONED = 4;

export function LossBox({ box: { x, y, width, height }, shape }: { box: NeuronBox; shape: Layout['shape'] }) {
  const words = useWords();
  const { model, graph, moment, marks, traced, sample } = useStepper();
  const practice = usePracticeWords();
  if (model.loss === null) return null;
  const ref = { node: model.loss, element: 0 };
  const loss = valueAt(moment, ref.node, 0);
  const hidden = isHidden(moment, ref.node, 0);
  const target = graph.target === null ? null : traced.values[graph.target];
  const size = target === null ? 0 : target.length / graph.batchSize;
  const captioned = shape === 'circle' && size <= MOST_CAPTIONED;
  const sparse =
    graph.target !== null && graph.nodes[graph.target].shape.length < graph.nodes[graph.output].shape.length;
  const shown = target === null ? '' : targetText(target, sample * size, size, sparse, words);
  const mark = markOf(marks, { kind: 'loss' });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a button cannot be part of a drawing.
    <g
      role="button"
      tabIndex={0}
      className={networkCss.lossBox}
      data-mark={mark}
      onPointerEnter={() => hover(ref)}
      onPointerLeave={() => hover(null)}
      onFocus={() => hover(ref)}
      onBlur={() => hover(null)}
      onClick={() => select(ref)}
      onKeyDown={(event) => {
        if (!isPress(event)) return;
        event.preventDefault();
        event.stopPropagation();
        select(ref);
      }}
    >
      <Spoken
        x={x}
        y={y}
        words={words('network.lossLabel', {
          value: loss !== null ? short(loss) : hidden ? practice('isHidden') : words('value.unknown'),
          target: shown,
        })}
      />
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a drawing takes no focus. */}
      <g aria-hidden="true">
        <rect x={x - width / 2} y={y - height / 2} width={width} height={height} rx={8} className={networkCss.body} />
        <text x={x} y={y - (captioned ? 7 : 13)} className={networkCss.lossTitle}>
          {words('network.loss')}
        </text>
        <NumberText value={loss} kind="loss" x={x} y={y + (captioned ? 13 : 6)} ref_={ref} />
        {!captioned && (
          <text x={x} y={y + 23} className={networkCss.lossTitle}>
            {shown}
          </text>
        )}
      </g>
    </g>
  );
}

/** The target in a few words: one number, the class of a one-hot vector, or how many numbers it has. */
function targetText(
  target: Float64Array,
  start: number,
  size: number,
  sparse: boolean,
  words: (key: string, params?: Record<string, unknown>) => string,
): string {
  if (size === 1 && sparse) return words('network.targetClass', { value: target[start] });
  if (size === 1) return words('network.target', { value: short(target[start]) });
  const ones = [];
  for (let i = 0; i < size; i++) if (target[start + i] !== 0) ones.push(i);
  if (ones.length === 1 && target[start + ones[0]] === 1) return words('network.targetClass', { value: ones[0] });
  if (size <= 3)
    return words('network.target', { value: Array.from(target.slice(start, start + size), short).join(' ') });
  return words('network.targets', { count: size });
}
