/**
 * Layer by layer, on logarithmic axes: how large outputs and gradients are, and below what each layer's Jacobian does
 * to small changes. A setting that was pinned lies behind, dashed and hollow. Every layer is a button over both plots.
 */
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, useRef, useState } from 'react';
import { Legend, measured } from '@/ui';
import flowCss from './flow.module.css';
import { conditionOf, type FlowRow, type LogAxis, logAxisOf, placeOn } from './model';
import { type FlowWords, useFlowWords } from './words';

const HEIGHT = { signals: 146, spectra: 132, gap: 42, names: 24, top: 8 };
const LEFT = 46;
const RIGHT = 10;

interface SignalChartProps {
  rows: readonly FlowRow[];
  /** An earlier setting to compare with. */
  pinned?: readonly FlowRow[] | null;
  /** The layer in focus, from outside. */
  selected: number | null;
  onSelect?(index: number): void;
  /** What the picture shows, in a sentence. */
  summary: string;
}

export function SignalChart({ rows, pinned = null, selected, onSelect, summary }: SignalChartProps) {
  const words = useFlowWords();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [pointed, setPointed] = useState<number | null>(null);
  const shown = pointed ?? selected;
  return (
    <div>
      <Legend items={legend(words, pinned !== null)} label={words('legend.label')} />
      <div ref={ref} className={flowCss.chart}>
        {width > 0 && rows.length > 0 && (
          <>
            <Plots rows={rows} pinned={pinned} width={width} at={shown} selected={selected} summary={summary} />
            <Columns
              rows={rows}
              width={width}
              at={shown}
              onPoint={setPointed}
              onSelect={onSelect}
              selected={selected}
            />
          </>
        )}
      </div>
      <p className={flowCss.readout} aria-live="polite" data-testid="flow-readout">
        {shown === null ? words(onSelect ? 'chart.hint' : 'chart.point') : rows[shown] && <ReadOut row={rows[shown]} />}
      </p>
    </div>
  );
}

function legend(words: FlowWords, compared: boolean) {
  return [
    { label: words('legend.output'), color: 'var(--fwd)', shape: 'dot' as const },
    { label: words('legend.gradient'), color: 'var(--bwd)', shape: 'dot' as const },
    { label: words('legend.own'), color: 'var(--ink2)', shape: 'box' as const },
    { label: words('legend.toOutput'), color: 'var(--bwd)', shape: 'dash' as const },
    ...(compared ? [{ label: words('legend.pinned'), color: 'var(--ink3)', shape: 'dash' as const }] : []),
  ];
}

/** The numbers of one layer as words. */
export function describeRow(words: FlowWords, row: FlowRow): string {
  const { layer, output, gradient, own, toOutput, update } = row;
  const parts = [
    words('row.output', { value: measured(output) }),
    gradient === null
      ? words('row.noGradient')
      : words(row.beforeActivation ? 'row.gradientBefore' : 'row.gradient', { value: measured(gradient) }),
  ];
  if (own?.smallest !== null && own !== null) {
    const numbers = {
      low: measured(own.smallest),
      middle: measured(own.median ?? Number.NaN),
      high: measured(own.largest),
    };
    parts.push(words('row.own', numbers), words('row.condition', { value: measured(conditionOf(own) ?? Number.NaN) }));
  } else if (own !== null)
    parts.push(words('row.largest', { high: measured(own.largest), rows: own.rows, columns: own.columns }));
  if (toOutput !== null) parts.push(words('row.toOutput', { value: measured(toOutput.largest) }));
  if (update !== null) parts.push(words('row.update', { value: measured(update, 2) }));
  return words('row.all', { layer, parts: parts.join(words('row.between')) });
}

function ReadOut({ row }: { row: FlowRow }) {
  const words = useFlowWords();
  return <>{describeRow(words, row)}</>;
}

const columnWidth = (rows: readonly FlowRow[], width: number) => (width - LEFT - RIGHT) / rows.length;

interface ColumnsProps {
  rows: readonly FlowRow[];
  width: number;
  at: number | null;
  selected: number | null;
  onPoint(index: number | null): void;
  onSelect?(index: number): void;
}

function Columns({ rows, width, at, selected, onPoint, onSelect }: ColumnsProps) {
  const words = useFlowWords();
  const group = useRef<HTMLDivElement>(null);
  const step = columnWidth(rows, width);
  const onKeyDown = (event: KeyboardEvent) => {
    const here = at ?? 0;
    const moves: Record<string, number> = { ArrowLeft: here - 1, ArrowRight: here + 1, Home: 0, End: rows.length - 1 };
    const next = moves[event.key];
    if (next === undefined) {
      // The page's own keys, such as space to play, are not meant here.
      if (event.key === ' ' || event.key === 'Enter') event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    group.current?.querySelectorAll('button')[Math.min(rows.length - 1, Math.max(0, next))]?.focus();
  };
  return (
    <div
      ref={group}
      className={flowCss.columns}
      style={{ left: LEFT, width: step * rows.length }}
      role="toolbar"
      aria-label={words('chart.layers')}
      onKeyDown={onKeyDown}
      onPointerLeave={() => onPoint(null)}
    >
      {rows.map((row, i) => (
        <button
          key={row.layer}
          type="button"
          tabIndex={i === (at ?? 0) ? 0 : -1}
          className={flowCss.column}
          aria-label={describeRow(words, row)}
          aria-pressed={onSelect ? i === selected : undefined}
          onPointerEnter={() => onPoint(i)}
          onFocus={() => onPoint(i)}
          onBlur={() => onPoint(null)}
          onClick={() => onSelect?.(i)}
        />
      ))}
    </div>
  );
}

const finite = (values: readonly (number | null | undefined)[]) =>
  values.filter((value): value is number => value !== null && value !== undefined);

interface PlotsProps extends Pick<SignalChartProps, 'rows' | 'summary' | 'selected'> {
  pinned: readonly FlowRow[] | null;
  width: number;
  at: number | null;
}

function Plots({ rows, pinned, width, at, summary, selected }: PlotsProps) {
  const words = useFlowWords();
  const both = [...rows, ...(pinned ?? [])];
  const signals = logAxisOf(finite(both.flatMap(({ output, gradient }) => [output, gradient])));
  const spectra = logAxisOf(
    finite(both.flatMap(({ own, toOutput }) => [own?.smallest, own?.largest, toOutput?.largest])),
    [1],
  );
  const step = columnWidth(rows, width);
  const x = (i: number) => LEFT + (i + 0.5) * step;
  // A pinned stack of another depth is stretched to the same width: layers at the same share of the way.
  const pinnedX = (i: number) => LEFT + ((i + 0.5) * (width - LEFT - RIGHT)) / (pinned?.length ?? 1);
  const second = HEIGHT.top + HEIGHT.signals + HEIGHT.gap;
  const height = second + HEIGHT.spectra + HEIGHT.names;
  const every = Math.max(1, Math.ceil(Math.max(...rows.map(({ layer }) => layer.length * 6.6 + 8)) / step));
  return (
    <svg width={width} height={height} role="img" aria-label={summary}>
      {at !== null && (
        <rect x={x(at) - step / 2} y={0} width={step} height={height - HEIGHT.names} className={flowCss.at} />
      )}
      {selected !== null && (
        <rect x={x(selected) - step / 2} y={height - HEIGHT.names + 3} width={step} height={2} fill="var(--ink)" />
      )}
      <g transform={`translate(0 ${HEIGHT.top})`}>
        <Axis axis={signals} height={HEIGHT.signals} width={width} />
        {pinned && <Signals rows={pinned} axis={signals} x={pinnedX} hollow />}
        <Signals rows={rows} axis={signals} x={x} />
      </g>
      <text x={LEFT} y={second - 14} className={flowCss.caption}>
        {words('chart.spectra')}
      </text>
      <g transform={`translate(0 ${second})`}>
        <Axis axis={spectra} height={HEIGHT.spectra} width={width} one />
        {pinned && (
          <Spectra rows={pinned} axis={spectra} x={pinnedX} step={step} hollow boxes={pinned.length === rows.length} />
        )}
        <Spectra rows={rows} axis={spectra} x={x} step={step} />
      </g>
      {rows.map(({ layer }, i) =>
        i % every === 0 ? (
          <text key={layer} x={x(i)} y={height - 6} className={flowCss.name} data-at={i === at}>
            {layer}
          </text>
        ) : null,
      )}
    </svg>
  );
}

const SUPERSCRIPT: Readonly<Record<string, string>> = Object.fromEntries(
  [...'-0123456789'].map((c, i) => [c, [...'⁻⁰¹²³⁴⁵⁶⁷⁸⁹'][i]]),
);
const power = (exponent: number) =>
  exponent === 0 ? '1' : exponent === 1 ? '10' : `10${[...String(exponent)].map((c) => SUPERSCRIPT[c]).join('')}`;

function Axis({ axis, height, width, one = false }: { axis: LogAxis; height: number; width: number; one?: boolean }) {
  const line = (y: number, label: string, strong = false) => (
    <g key={label}>
      <line x1={LEFT} x2={width - RIGHT} y1={y} y2={y} className={flowCss.grid} data-strong={strong} />
      <text x={LEFT - 6} y={y + 4} className={flowCss.tick}>
        {label}
      </text>
    </g>
  );
  return (
    <g>
      {axis.ticks.map((tick) => line(placeOn(axis, 10 ** tick, height), power(tick), one && tick === 0))}
      {axis.zeros && line(placeOn(axis, 0, height), '0')}
      {axis.beyond && line(placeOn(axis, Number.POSITIVE_INFINITY, height), '∞')}
    </g>
  );
}

interface MarksProps {
  rows: readonly FlowRow[];
  axis: LogAxis;
  x(index: number): number;
  hollow?: boolean;
}

/** A line through what is there; it is interrupted where something is missing. */
function pathThrough(points: readonly ({ x: number; y: number } | null)[]): string {
  let pen = 'M';
  return points
    .map((point) => {
      const part = point === null ? '' : `${pen}${point.x} ${point.y}`;
      pen = point === null ? 'M' : 'L';
      return part;
    })
    .join('');
}

function Signals({ rows, axis, x, hollow = false }: MarksProps) {
  const at = (i: number, value: number | null) =>
    value === null ? null : { x: x(i), y: placeOn(axis, value, HEIGHT.signals) };
  const outputs = rows.map(({ output }, i) => at(i, output));
  const gradients = rows.map(({ gradient }, i) => at(i, gradient));
  return (
    <g data-hollow={hollow} className={flowCss.marks}>
      <path d={pathThrough(outputs)} stroke="var(--fwd)" />
      <path d={pathThrough(gradients)} stroke="var(--bwd)" />
      {outputs.map((point, i) => point && <circle key={i} cx={point.x} cy={point.y} r={4} color="var(--fwd)" />)}
      {gradients.map(
        (point, i) =>
          point && <path key={i} d={`M${point.x} ${point.y - 5}l5 5-5 5-5-5z`} color="var(--bwd)" data-mark="true" />,
      )}
    </g>
  );
}

function Spectra({
  rows,
  axis,
  x,
  hollow = false,
  step,
  boxes = true,
}: MarksProps & { step: number; boxes?: boolean }) {
  const y = (value: number) => placeOn(axis, value, HEIGHT.spectra);
  const half = Math.max(2, Math.min(10, step * 0.28));
  const products = rows.map(({ toOutput }, i) => toOutput && { x: x(i), y: y(toOutput.largest) });
  return (
    <g data-hollow={hollow} className={flowCss.marks}>
      {boxes && rows.map(({ layer, own }, i) => own && <Box key={layer} x={x(i)} half={half} own={own} y={y} />)}
      <path d={pathThrough(products)} stroke="var(--bwd)" strokeDasharray="5 4" />
      {products.map(
        (point, i) => point && <rect key={i} x={point.x - 3} y={point.y - 3} width={6} height={6} color="var(--bwd)" />,
      )}
    </g>
  );
}

/** From the smallest singular value to the largest, a stroke at each, a thick one at the median; or the largest alone. */
function Box({
  x,
  half,
  own,
  y,
}: {
  x: number;
  half: number;
  own: NonNullable<FlowRow['own']>;
  y(value: number): number;
}) {
  const top = y(own.largest);
  if (own.smallest === null || own.median === null) {
    return (
      <path
        d={`M${x - half} ${top}H${x + half}M${x} ${top}v14m-4-5l4 5 4-5`}
        stroke="var(--ink2)"
        className={flowCss.largest}
      />
    );
  }
  const [middle, bottom] = [y(own.median), y(own.smallest)];
  // Strokes that would lie on one another are drawn once.
  const places = [...new Set((own.values ?? []).map((value) => Math.round(y(value))))];
  return (
    <g color="var(--ink2)" className={flowCss.box}>
      <line x1={x} x2={x} y1={top} y2={bottom} />
      {places.map((place) => (
        <line key={place} x1={x - half * 0.6} x2={x + half * 0.6} y1={place} y2={place} className={flowCss.one} />
      ))}
      <path d={`M${x - half} ${top}H${x + half}M${x - half} ${bottom}H${x + half}`} />
      <path d={`M${x - half} ${middle}H${x + half}`} className={flowCss.median} />
    </g>
  );
}
