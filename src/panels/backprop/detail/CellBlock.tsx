/**
 * A number opened in pictures, as its operation asks for it: the products of a convolution, a pooling window, the map
 * that was added up, dropout's mask, one bar a channel. Nothing where a formula says it all.
 */
import { broadcastElement } from '@/core/graph/shape';
import type { GraphNode } from '@/core/graph/types';
import { type ElementRef, elementCount, unitCount } from '@/core/interpreter/timeline';
import mapsCss from '../maps/maps.module.css';
import { NumberMap } from '../maps/NumberMap';
import { targetOf } from '../model/describe';
import { explained } from '../model/explained';
import { cellElement, channelOf, reachOf } from '../model/maps';
import { definitionOf } from '../model/message';
import { isKnown, ofSample } from '../model/moment';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import { ChannelBlock } from './ChannelBlock';
import detailCss from './detail.module.css';
import { PoolBlock } from './PoolBlock';
import { ProductsBlock } from './ProductsBlock';

export function CellBlock({ element: ref }: { element: ElementRef }) {
  const { graph, trace, moment } = useStepper();
  const node = graph.nodes[ref.node];
  if (!isKnown(moment, ref.node, ref.element)) return null;
  switch (node.op) {
    case 'conv2d':
    case 'conv2dInputGradient':
    case 'conv2dKernelGradient':
    case 'depthwiseConv2d':
    case 'depthwiseConv2dInputGradient':
    case 'depthwiseConv2dKernelGradient':
      return <ProductsBlock explanation={explained(trace, ref.node, ref.element)} />;
    case 'maxPool2d':
    case 'avgPool2d':
    case 'maxPool2dGradient':
    case 'avgPool2dGradient':
      return <PoolBlock element={ref} />;
    case 'dropoutMask':
      return <MaskBlock mask={node} element={ref.element} />;
    case 'gather':
    case 'scatterAdd':
      return <TableRow element={ref} />;
  }
  if (definitionOf(node) === 'dropout') {
    const mask = node.inputs.map((id) => graph.nodes[id]).find(({ op }) => op === 'dropoutMask');
    if (mask === undefined) return null;
    return <MaskBlock mask={mask} element={broadcastElement(mask.shape, node.shape, ref.element)} />;
  }
  return (
    <>
      <SummedMap element={ref} />
      <SummedNumbers element={ref} />
      <Statistics element={ref} />
    </>
  );
}

/** The map whose cells were added up, for a sum or a mean over positions. */
function SummedMap({ element: { node: id, element } }: { element: ElementRef }) {
  const words = useWords();
  const { graph, trace, moment, sample } = useStepper();
  const node = graph.nodes[id];
  const source = graph.nodes[node.inputs[0] ?? id];
  if (!node.op.startsWith('reduce') || source.shape.length !== 4 || !isKnown(moment, source.id, element)) return null;
  const [, rows, columns, channels] = source.shape;
  const shape = { rows, columns, channels };
  const channel = element % channels;
  // A mean over positions alone has one number for each sample; one over the batch, too, shows the sample in view.
  const of = node.shape.length > 1 ? Math.floor(element / channels) : sample;
  const kind = source.phase === 'backward' ? 'gradient' : 'value';
  return (
    <section className={detailCss.block}>
      <div className={mapsCss.row}>
        <figure>
          <NumberMap
            label={words('cell.mapTitle')}
            kind={kind}
            values={channelOf(trace.values[source.id], shape, of, channel)}
            reach={reachOf(trace.values[source.id])}
            refOf={(cell) => ({ node: source.id, element: cellElement(shape, of, channel, cell) })}
            rows={rows}
            columns={columns}
          />
          <figcaption>
            {words(kind === 'gradient' ? 'cell.arriving' : 'cell.mapTitle')} ·{' '}
            {words('cell.channel', { n: channel + 1 })}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}

/** Numbers in rows of so many. */
const ROW = 16;
const MOST_SUMMED = 512;

/** Numbers row by row, filled up with nothing. */
function inRows(numbers: ArrayLike<number>): { values: Float64Array; rows: number; columns: number } {
  const columns = Math.min(ROW, numbers.length);
  const rows = Math.ceil(numbers.length / columns);
  return { values: Float64Array.from({ length: rows * columns }, (_, i) => numbers[i] ?? Number.NaN), rows, columns };
}

/** The numbers that were added up or averaged, where they are no map. */
function SummedNumbers({ element: { node: id, element } }: { element: ElementRef }) {
  const words = useWords();
  const { graph, trace } = useStepper();
  const node = graph.nodes[id];
  const source = graph.nodes[node.inputs[0] ?? id];
  if (!node.op.startsWith('reduce') || node.op === 'reduceMaxGradient' || source.shape.length === 4) return null;
  const { terms, kind } = explained(trace, id, element);
  // A maximum names its winner only; all the others are there, too.
  if (kind === 'select' || terms.length < 3 || terms.length > MOST_SUMMED) return null;
  const refs = terms.map(({ factors: [factor] }) => factor);
  const numbers = inRows(terms.map(({ value }) => value));
  return (
    <section className={detailCss.block}>
      <h3>{words('cell.summed', { count: terms.length })}</h3>
      <NumberMap
        label={words('cell.summed', { count: terms.length })}
        kind={source.phase === 'backward' ? 'gradient' : 'value'}
        reach={reachOf(trace.values[source.id])}
        refOf={(i) => refs[i] ?? null}
        {...numbers}
      />
    </section>
  );
}

/** The row of a table that a number was picked from, or its gradient. */
function TableRow({ element: { node: id, element } }: { element: ElementRef }) {
  const words = useWords();
  const { graph, trace } = useStepper();
  const node = graph.nodes[id];
  const picked = node.op === 'gather' ? explained(trace, id, element).terms[0]?.factors[0] : { node: id, element };
  if (picked === undefined) return null;
  const table = graph.nodes[picked.node];
  const width = elementCount(table) / table.shape[0];
  const row = Math.floor(picked.element / width);
  const first = row * width;
  const numbers = inRows(trace.values[table.id].subarray(first, first + width));
  const label = words('cell.row', { row, count: table.shape[0] });
  return (
    <section className={detailCss.block} data-row={row}>
      <h3>{label}</h3>
      <NumberMap
        label={label}
        kind={table.phase === 'backward' ? 'gradient' : 'value'}
        reach={reachOf(trace.values[table.id])}
        focus={picked.element - first}
        refOf={(i) => (i < width ? { node: table.id, element: first + i } : null)}
        numbers={numbers.columns <= 6 && 'elements'}
        {...numbers}
      />
    </section>
  );
}

/** Values that there is one of for each channel: the element's own, or the statistics it was normalised with. */
function Statistics({ element: { node: id, element } }: { element: ElementRef }) {
  const { graph } = useStepper();
  const node = graph.nodes[id];
  const target = node.phase === 'backward' ? targetOf(graph, node) : node;
  const layer = graph.layers.find((l) => l.id === target?.layer);
  const several = unitCount(node) > 1;
  if (!several || layer === undefined) return null;
  const perChannel = node.shape.length === 1 && elementCount(node) === layer.outputShape.at(-1);
  if (perChannel && (layer.outputShape.length > 1 || layer.kind === 'batchNormalization')) {
    return <ChannelBlock node={id} channel={element} />;
  }
  return statisticsOf(graph.nodes, node).map((statistic) => (
    <ChannelBlock key={statistic.id} node={statistic.id} channel={element % unitCount(node)} />
  ));
}

/** Mean and variance that a node of a normalisation reads. */
function statisticsOf(nodes: readonly GraphNode[], node: GraphNode): GraphNode[] {
  if (!definitionOf(node).startsWith('batchNorm.')) return [];
  return node.inputs.map((id) => nodes[id]).filter(({ op }) => op === 'reduceMean');
}

/** Dropout's mask of one sample. */
function MaskBlock({ mask, element }: { mask: GraphNode; element: number }) {
  const words = useWords();
  const { graph, trace, moment } = useStepper();
  if (!isKnown(moment, mask.id, element)) return null;
  const size = elementCount(mask) / graph.batchSize;
  const { start } = ofSample(graph, mask.id, Math.floor(element / size));
  const own = trace.values[mask.id].subarray(start, start + size);
  const kept = own.filter((value) => value !== 0);
  const numbers = inRows(own);
  return (
    <section className={detailCss.block}>
      <h3>{words('cell.maskTitle')}</h3>
      <NumberMap
        label={words('cell.mask', { kept: kept.length, count: size })}
        kind="value"
        reach={kept[0] ?? 1}
        focus={element - start}
        refOf={(i) => (i < size ? { node: mask.id, element: start + i } : null)}
        {...numbers}
      />
      <p className="small muted">
        {words('cell.maskNote', { kept: kept.length, count: size, scale: Math.round((kept[0] ?? 1) * 1000) / 1000 })}
      </p>
    </section>
  );
}
