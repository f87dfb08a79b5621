/**
 * The graph of operations: each value with its gradient in one box, forward arrows above, backward arrows below;
 * weights under the operation that reads them, with gradient and new value.
 */
import { useElementSize } from '@mantine/hooks';
import { memo, useEffect, useMemo, useRef, useState } from 'react';
import type { Graph, Phase } from '@/core/graph/types';
import { elementCount } from '@/core/interpreter/timeline';
import { PHASE_COLOR } from '@/theme';
import { Formula, Panel, VisuallyHidden } from '@/ui';
import { operationName } from '../model/describe';
import { equationOf } from '../model/equation';
import { knownValues, largest, type Moment, ofSample, progressOf } from '../model/moment';
import type { Arrow, OperationBox, WeightBox } from '../model/operations';
import { plain } from '../model/symbols';
import { afterLayout } from '../network/afterLayout';
import networkCss from '../network/network.module.css';
import { sameButMoment, sameProps } from '../network/same';
import { hover, select, useSession } from '../session';
import { useScene, useStepper } from '../stepper';
import { say, useWords } from '../words';
import operationsCss from './operations.module.css';
import { TensorView } from './TensorView';

const GAP = 24;
/** Room for the focus ring at either end. */
const EDGE = 3;
const BOX = { min: 98, max: 150, height: 86 };
const WEIGHT = { height: 46, gap: 6 };
/** Arrows above the boxes: room before the first, from one to the next, and between the two ways of a pair. */
const WAY = { first: 10, step: 12, pair: 5, corner: 6 };

interface PlacedBox {
  box: OperationBox;
  x: number;
  y: number;
}

export function OperationsPanel() {
  const words = useWords();
  const { graph, operations, focus, moment, step } = useStepper();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const scroller = useRef<HTMLDivElement>(null);
  const { ranks, boxes, boxOf } = operations;
  const boxWidth = Math.min(BOX.max, Math.max(BOX.min, (width - 2 * EDGE - GAP * (ranks - 1)) / ranks));
  const ways = useMemo(() => longWays(operations.arrows, boxes), [operations.arrows, boxes]);
  const head = ways.size === 0 ? 0 : WAY.first + (Math.max(...ways.values()) + 1) * WAY.step;
  const placed = useMemo(() => place(boxes, boxWidth, head), [boxes, boxWidth, head]);
  const totalWidth = ranks * boxWidth + (ranks - 1) * GAP;
  const totalHeight = Math.max(...placed.map(({ box, y }) => y + boxHeight(box)));
  const focusedBox = focus === null ? undefined : boxOf.get(focus.node);
  const hovered = useSession((s) => s.hover);
  const hoveredBox = hovered === null ? undefined : boxOf.get(hovered.node);
  const focusX = placed.find(({ box }) => box.node === focusedBox)?.x;

  useEffect(() => {
    if (focusX === undefined || totalWidth <= width) return;
    return afterLayout(() => scroller.current?.scrollTo({ left: focusX + (boxWidth - width) / 2 }));
  }, [focusX, boxWidth, totalWidth, width]);

  return (
    <Panel
      title={words('operations.title')}
      note={words('operations.note', { count: graph.nodes.length })}
      id="stepper-operations"
    >
      <div ref={ref}>
        <section
          className={operationsCss.operations}
          ref={scroller}
          aria-label={words('operations.boxes')}
          tabIndex={totalWidth > width ? 0 : undefined}
        >
          <div className={networkCss.canvas} style={{ width: totalWidth, height: totalHeight }}>
            <Arrows
              placed={placed}
              ways={ways}
              head={head}
              boxWidth={boxWidth}
              width={totalWidth}
              height={totalHeight}
              moment={moment}
            />
            {placed.map((item) => {
              const { box } = item;
              const focused = box.node === focusedBox;
              return (
                <Box
                  key={box.node}
                  placed={item}
                  width={boxWidth}
                  focus={focused ? (focus?.node ?? null) : null}
                  phase={focused ? (step?.phase ?? 'forward') : undefined}
                  hovered={box.node === hoveredBox}
                  moment={moment}
                  hidden={moment.hidden}
                  progress={progressOfBox(graph, moment, box)}
                />
              );
            })}
          </div>
        </section>
      </div>
    </Panel>
  );
}

const boxHeight = (box: OperationBox) => BOX.height + box.weights.length * (WEIGHT.height + WEIGHT.gap);

const wayKey = ({ from, to }: Pick<Arrow, 'from' | 'to'>) => `${from} ${to}`;

/** Arrows past other boxes go above them all: for each, how many lie below it. */
function longWays(arrows: readonly Arrow[], boxes: readonly OperationBox[]): Map<string, number> {
  const rank = new Map(boxes.map((box) => [box.node, box.rank]));
  const long = arrows
    .map((arrow) => ({ key: wayKey(arrow), first: rank.get(arrow.from) ?? 0, last: rank.get(arrow.to) ?? 0 }))
    .filter(({ first, last }) => last - first > 1)
    .sort((a, b) => a.last - a.first - (b.last - b.first));
  const levels = new Map<string, number>();
  for (const [i, way] of long.entries()) {
    const under = long.slice(0, i).filter((other) => other.first < way.last && way.first < other.last);
    levels.set(way.key, Math.max(-1, ...under.map((other) => levels.get(other.key) ?? 0)) + 1);
  }
  return levels;
}

/** Boxes of a rank stand below one another, each above its weights; `head` pixels above them are free. */
function place(boxes: readonly OperationBox[], width: number, head: number): PlacedBox[] {
  const heights: number[] = [];
  return boxes.map((box) => {
    const y = heights[box.rank] ?? head;
    heights[box.rank] = y + boxHeight(box) + 14;
    return { box, x: box.rank * (width + GAP), y };
  });
}

/** How far all that a box and its weights show is known. */
function progressOfBox(graph: Graph, moment: Moment, { members, gradient, weights }: OperationBox): number[] {
  const own = [...members, ...members.map((id) => graph.gradients.get(id)), gradient];
  const below = weights.flatMap(({ node, name, gradient }) => [node, gradient, graph.updates.get(name)]);
  return [...own, ...below].map((id) => (id === undefined || id === null ? 0 : progressOf(moment, id)));
}

const isKnown = (moment: Moment, node: number) => moment.timeline.stepOf(node, 0) <= moment.position;

function Arrows({
  placed,
  ways,
  head,
  boxWidth,
  width,
  height,
  moment,
}: {
  placed: readonly PlacedBox[];
  ways: ReadonlyMap<string, number>;
  head: number;
  boxWidth: number;
  width: number;
  height: number;
  moment: Moment;
}) {
  const { operations } = useScene();
  const at = new Map(placed.map((item) => [item.box.node, item]));
  const heads = (['forward', 'backward'] as const).map((phase) => (
    <marker
      key={phase}
      id={`stepper-arrow-${phase}`}
      viewBox="0 0 8 8"
      refX={7}
      refY={4}
      markerWidth={8}
      markerHeight={8}
      markerUnits="userSpaceOnUse"
      orient="auto"
    >
      <path d="M0 0 8 4 0 8z" fill={PHASE_COLOR[phase]} />
    </marker>
  ));
  return (
    <svg width={width} height={height} aria-hidden="true">
      <defs>{heads}</defs>
      {operations.arrows.map((arrow) => (
        <ArrowPair
          key={`${arrow.from} ${arrow.to}`}
          arrow={arrow}
          from={at.get(arrow.from)}
          to={at.get(arrow.to)}
          boxWidth={boxWidth}
          above={ways.has(wayKey(arrow)) ? head - WAY.first - (ways.get(wayKey(arrow)) ?? 0) * WAY.step : null}
          forth={isKnown(moment, at.get(arrow.to)?.box.members[0] ?? arrow.to)}
          back={arrow.back !== null && isKnown(moment, arrow.back)}
        />
      ))}
    </svg>
  );
}

interface ArrowProps {
  arrow: Arrow;
  from: PlacedBox | undefined;
  to: PlacedBox | undefined;
  boxWidth: number;
  /** Height at which it goes above the boxes, or null. */
  above: number | null;
  /** Whether it has been walked, forth and back. */
  forth: boolean;
  back: boolean;
}

/** Up from one box, along above the others, down to another. */
function arch(a: number, y1: number, b: number, y2: number, y: number): string {
  const { corner } = WAY;
  const way = b > a ? corner : -corner;
  return `M${a} ${y1}V${y + corner}Q${a} ${y} ${a + way} ${y}H${b - way}Q${b} ${y} ${b} ${y + corner}V${y2}`;
}

const ArrowPair = memo(function ArrowPair({ arrow, from, to, boxWidth, above, forth, back }: ArrowProps) {
  if (from === undefined || to === undefined) return null;
  const [x1, x2] = [from.x + boxWidth + 2, to.x - 2];
  const bend = (a: number, b: number, y1: number, y2: number) => {
    const middle = (a + b) / 2;
    return y1 === y2 ? `M${a} ${y1}H${b}` : `M${a} ${y1}C${middle} ${y1} ${middle} ${y2} ${b} ${y2}`;
  };
  const [up, down] = [BOX.height * 0.36, BOX.height * 0.66];
  return (
    <>
      <path
        d={
          above === null
            ? bend(x1, x2, from.y + up, to.y + up)
            : arch(from.x + boxWidth * 0.6, from.y, to.x + boxWidth * 0.3, to.y - 2, above)
        }
        className={operationsCss.arrow}
        data-phase="forward"
        data-on={forth}
        markerEnd="url(#stepper-arrow-forward)"
      />
      {arrow.back !== null && (
        <path
          d={
            above === null
              ? bend(x2, x1, to.y + down, from.y + down)
              : arch(to.x + boxWidth * 0.4, to.y, from.x + boxWidth * 0.7, from.y - 2, above - WAY.pair)
          }
          className={operationsCss.arrow}
          data-phase="backward"
          data-on={back}
          markerEnd="url(#stepper-arrow-backward)"
        />
      )}
    </>
  );
}, sameProps);

interface BoxProps {
  placed: PlacedBox;
  width: number;
  /** The node in focus, where it is one of this box. */
  focus: number | null;
  /** Of the step, in the box in focus. */
  phase: Phase | undefined;
  hovered: boolean;
  moment: Moment;
  /** Part of the moment, as is how far all that is shown here is known. */
  hidden: Moment['hidden'];
  progress: readonly number[];
}

const Box = memo(function Box({ placed: { box, x, y }, width, focus, phase = 'forward', hovered, moment }: BoxProps) {
  const words = useWords();
  const { graph, sample } = useScene();
  const node = graph.nodes[box.node];
  const { start, count } = ofSample(graph, box.node, sample);
  // What is only laid out in a row at the end is shown as the maps it still is.
  const pictured = box.members.findLast((id) => graph.nodes[id].shape.length === 4) ?? box.node;
  const shown = elementCount(graph.nodes[pictured]) === elementCount(node) ? pictured : box.node;
  const gradient = shown === box.node ? box.gradient : (graph.gradients.get(shown) ?? box.gradient);
  const equation = useMemo(() => equationOf(graph, box.members), [graph, box]);
  const choose = () => select({ node: box.node, element: largest(moment.values[box.node], start, start + count) });
  const name = say(words, operationName(node));
  const symbol = plain(node.symbol);
  const inside =
    focus !== null && !box.weights.some((w) => w.node === focus || w.gradient === focus || w.update.includes(focus));
  return (
    <>
      <button
        type="button"
        className={operationsCss.box}
        style={{ left: x, top: y, width, height: BOX.height }}
        data-focus={inside}
        data-hover={hovered}
        data-phase={phase}
        onClick={choose}
        onPointerEnter={() => hover({ node: box.node, element: start })}
        onPointerLeave={() => hover(null)}
        title={name}
      >
        <VisuallyHidden>{words('operations.box', { name, symbol })}</VisuallyHidden>
        <span className={operationsCss.drawn} aria-hidden="true">
          <Equation tex={equation} />
          <TensorView
            moment={moment}
            node={shown}
            start={start}
            count={count}
            kind={node.phase === 'loss' ? 'plain' : 'value'}
            label={words('operations.values', { symbol })}
          />
          {gradient === null ? (
            <span className={operationsCss.none} title={words('operations.noGradient')}>
              –
            </span>
          ) : (
            <TensorView
              moment={moment}
              node={gradient}
              start={start}
              count={count}
              kind="gradient"
              label={words('operations.gradients', { symbol })}
            />
          )}
        </span>
      </button>
      {box.weights.map((weight, i) => (
        <WeightCard
          key={weight.name}
          weight={weight}
          left={x}
          top={y + BOX.height + WEIGHT.gap + i * (WEIGHT.height + WEIGHT.gap)}
          width={width}
          focus={focus}
          phase={phase}
          moment={moment}
        />
      ))}
    </>
  );
}, sameButMoment);

/** Equations are set smaller, down to this share, before they fade out at the edge. */
const SMALLEST = 0.74;

/** An equation as large as its box allows. */
function Equation({ tex }: { tex: string }) {
  const box = useRef<HTMLSpanElement>(null);
  const written = useRef<HTMLSpanElement>(null);
  const [share, setShare] = useState(1);
  const set = useRef(1);
  useEffect(() => {
    const [outer, inner] = [box.current, written.current];
    if (outer === null || inner === null) return;
    // Formulas come when KaTeX has come: their width is watched, not asked for once.
    const observer = new ResizeObserver(() => {
      const natural = inner.offsetWidth / set.current;
      const next = natural === 0 ? 1 : Math.max(SMALLEST, Math.min(1, outer.clientWidth / natural));
      if (Math.abs(next - set.current) < 0.02) return;
      set.current = next;
      setShare(next);
    });
    observer.observe(outer);
    observer.observe(inner);
    return () => observer.disconnect();
  }, []);
  return (
    <span
      ref={box}
      className={operationsCss.boxEquation}
      data-long={share === SMALLEST || undefined}
      style={share < 1 ? { fontSize: `${share * 10.5}px` } : undefined}
    >
      <span ref={written} className={operationsCss.written}>
        <Formula tex={tex} />
      </span>
    </span>
  );
}

interface WeightCardProps extends Pick<BoxProps, 'focus' | 'moment'> {
  weight: WeightBox;
  left: number;
  top: number;
  width: number;
  phase: Phase;
}

function WeightCard({ weight, left, top, width, focus, phase, moment }: WeightCardProps) {
  const words = useWords();
  const { graph } = useScene();
  const node = graph.nodes[weight.node];
  const count = node.shape.reduce((a, b) => a * b, 1);
  const columns = node.shape[node.shape.length - 1];
  const updated = graph.updates.get(weight.name);
  const own = [weight.node, weight.gradient, ...weight.contributions, ...weight.update];
  const symbol = plain(node.symbol);
  const lanes = [
    { id: weight.node, kind: 'value', label: words('operations.values', { symbol }) },
    { id: weight.gradient, kind: 'gradient', label: words('operations.gradients', { symbol }) },
    { id: updated ?? null, kind: 'update', label: words('operations.updated', { symbol }) },
  ] as const;
  const choose = () => {
    const by = weight.gradient ?? weight.node;
    select({ node: weight.node, element: largest(knownValues(moment, by, 0, count), 0, count) });
  };
  return (
    <button
      type="button"
      className={operationsCss.weightCard}
      style={{ left, top, width, height: WEIGHT.height }}
      data-focus={focus !== null && own.includes(focus)}
      data-phase={phase}
      onClick={choose}
      onPointerEnter={() => hover({ node: weight.node, element: 0 })}
      onPointerLeave={() => hover(null)}
    >
      <VisuallyHidden>{words('operations.weight', { name: weight.name })}</VisuallyHidden>
      <span className={operationsCss.drawn} aria-hidden="true">
        <span className={operationsCss.weightName}>
          <Formula tex={node.symbol} />
          <span className="small muted">{node.shape.join('×')}</span>
        </span>
        <span className={operationsCss.weightLanes}>
          {lanes.map(({ id, kind, label }) =>
            id === null ? null : count > 256 ? (
              <span
                key={kind}
                className={operationsCss.dot}
                data-kind={kind}
                data-on={isKnown(moment, id)}
                title={label}
              />
            ) : (
              <span key={kind} className={operationsCss.weightLane} data-kind={kind}>
                <TensorView
                  moment={moment}
                  node={id}
                  start={0}
                  count={count}
                  kind={kind}
                  label={label}
                  columns={columns}
                  colours
                />
              </span>
            ),
          )}
        </span>
      </span>
    </button>
  );
}
