/**
 * Where a cell of a feature map is, and what it was made from: the window it sees in the maps before it; for a gradient,
 * the cells after it that it comes from. For a filter's weight, its place in the filter.
 */
import { elementAt, positionOf } from '@/core/graph/shape';
import type { Trace } from '@/core/graph/types';
import type { ElementRef } from '@/core/interpreter/timeline';
import mapsCss from '../maps/maps.module.css';
import { NumberMap } from '../maps/NumberMap';
import { explained } from '../model/explained';
import { cellElement, cellOf, knownChannel, type MapShape, mapShapeOf, reachOf } from '../model/maps';
import { isKnown, valueAt } from '../model/moment';
import { type Column, lineage, locate } from '../model/network';
import { productsOf, strongestGroup } from '../model/products';
import type { WindowMark } from '../model/windows';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import detailCss from './detail.module.css';

export function WhereBlock({ element: ref }: { element: ElementRef }) {
  const { graph, model, marks } = useStepper();
  const place = locate(model, ref);
  if (place?.kind === 'filter') return <Filter element={ref} />;
  if (place?.kind !== 'cell' || graph.nodes[ref.node].phase === 'update') return null;
  const shape = mapShapeOf(model.columns[place.column]);
  const windows = marks.windows.filter(({ direct }) => direct);
  if (shape === null) return null;
  return (
    <section className={detailCss.block}>
      <div className={mapsCss.row}>
        {windows.map((mark) => (
          <Seen key={mark.column} mark={mark} />
        ))}
        {windows.length > 0 && (
          <span className={mapsCss.sign} aria-hidden="true">
            →
          </span>
        )}
        <Own element={ref} shape={shape} column={model.columns[place.column]} />
      </div>
    </section>
  );
}

/** The map with the window; of several, the one that adds most. */
function Seen({ mark }: { mark: WindowMark }) {
  const words = useWords();
  const { graph, model, moment, sample, trace, focus } = useStepper();
  const column = model.columns[mark.column];
  const shape = mapShapeOf(column) as MapShape;
  const channel = mark.channel ?? (focus === null ? 0 : strongestOf(trace, focus));
  const { values } = knownChannel(moment, mark.node, shape, sample, channel);
  const backward = graph.nodes[mark.node].phase === 'backward';
  return (
    <figure>
      <NumberMap
        label={mapLabel(words, column, channel)}
        kind={backward ? 'gradient' : 'value'}
        values={values}
        rows={shape.rows}
        columns={shape.columns}
        reach={reachOf(moment.values[mark.node])}
        window={mark.field}
        refOf={(cell) => ({ node: mark.node, element: cellElement(shape, sample, channel, cell) })}
      />
      <figcaption>{mapLabel(words, column, channel)}</figcaption>
    </figure>
  );
}

/** The channel (going back, the filter) that adds most to the convolution that an element came out of. */
function strongestOf(trace: Trace, { node, element }: ElementRef): number {
  const [first] = lineage(trace.graph, node);
  const products = productsOf(trace.graph, explained(trace, first, element));
  return products === null ? 0 : strongestGroup(products);
}

const mapLabel = (words: ReturnType<typeof useWords>, { layer, maps }: Column, channel: number) => {
  if (layer === null) return words('place.inputs');
  return words(maps?.line ? 'place.feature' : 'place.map', { layer, n: channel + 1 });
};

/** The cell among the others of its map. */
function Own({ element: { node, element }, shape, column }: { element: ElementRef; shape: MapShape; column: Column }) {
  const words = useWords();
  const { graph, moment } = useStepper();
  const { sample, channel, cell } = cellOf(shape, element);
  const { values } = knownChannel(moment, node, shape, sample, channel);
  return (
    <figure>
      <NumberMap
        label={mapLabel(words, column, channel)}
        kind={graph.nodes[node].phase === 'backward' ? 'gradient' : 'value'}
        values={values}
        rows={shape.rows}
        columns={shape.columns}
        reach={reachOf(moment.values[node])}
        focus={cell}
        refOf={(i) => ({ node, element: cellElement(shape, sample, channel, i) })}
      />
      <figcaption>{mapLabel(words, column, channel)}</figcaption>
    </figure>
  );
}

/** The weight among the others of its filter, for the same channel of what comes in. */
function Filter({ element: { node: id, element } }: { element: ElementRef }) {
  const words = useWords();
  const { graph, model, moment } = useStepper();
  const node = graph.nodes[id];
  const place = locate(model, { node: id, element });
  if (place?.kind !== 'filter' || !isKnown(moment, id, element)) return null;
  // Filters along a sequence have one axis less; the others keep their place while row and column vary.
  const line = node.shape.length === 3;
  const [rows, columns] = line ? [1, node.shape[0]] : node.shape;
  const rest = positionOf(node.shape, element).slice(line ? 1 : 2);
  const elements = Array.from({ length: rows * columns }, (_, i) =>
    elementAt(node.shape, [...(line ? [] : [Math.floor(i / columns)]), i % columns, ...rest]),
  );
  const values = Float64Array.from(elements, (i) => valueAt(moment, id, i) ?? Number.NaN);
  return (
    <section className={detailCss.block}>
      <div className={mapsCss.row}>
        <figure>
          <NumberMap
            label={words('place.filter', { layer: model.columns[place.column].layer ?? '', n: place.unit + 1 })}
            kind={node.phase === 'backward' ? 'gradient' : node.phase === 'update' ? 'update' : 'value'}
            values={values}
            rows={rows}
            columns={columns}
            reach={values.reduce((most, v) => Math.max(most, Math.abs(v)), 0)}
            focus={place.row * columns + place.at}
            refOf={(i) => ({ node: id, element: elements[i] })}
            numbers={columns <= 5 && rows <= 5 && 'elements'}
          />
          <figcaption>
            {words('place.filter', { layer: model.columns[place.column].layer ?? '', n: place.unit + 1 })}
            {!place.lone && ` · ${words('cell.channel', { n: place.channel + 1 })}`}
          </figcaption>
        </figure>
      </div>
    </section>
  );
}
