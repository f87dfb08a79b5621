/** The network on paper: neurons to write into, edges with their weights, biases and inputs; larger ones layer by layer. */
import { elementSymbol } from '@/core/interpreter/explain';
import { fold } from '../../model/fold';
import { weight as written } from '../../model/format';
import { layoutNetwork } from '../../model/layout';
import { edgeElement } from '../../model/network';
import { symbolParts } from '../../model/symbols';
import { useStepper } from '../../stepper';
import { useWords } from '../../words';
import { usePracticeWords } from '../words';
import sheetCss from './worksheet.module.css';

const WIDTH = 660;
/** For each neuron of the tallest column, and at least. */
const HEIGHT = { row: 105, least: 210 };
/** Width of a letter of a weight on its edge. */
const LETTER = 7.6;

function SymbolText({ tex, x, y }: { tex: string; x: number; y: number }) {
  const { base, raised, lowered } = symbolParts(tex);
  return (
    <text x={x} y={y} textAnchor="middle" className={sheetCss.symbol}>
      {base}
      {raised && <tspan dy={-5}>{raised}</tspan>}
      {lowered && <tspan dy={raised ? 8 : 3}>{lowered}</tspan>}
    </text>
  );
}

export function SheetPicture() {
  const words = usePracticeWords();
  const { model, graph, traced, sample } = useStepper();
  const layout = layoutNetwork({
    columns: model.columns,
    folds: model.columns.map(({ units }) => fold(units, 10, () => 0, [])),
    hasLoss: model.loss !== null,
    width: WIDTH,
    height: Math.max(HEIGHT.least, HEIGHT.row * Math.max(...model.columns.map(({ units }) => Math.min(units, 4)))),
  });
  if (layout.shape !== 'circle' || layout.pictures.length > 0 || layout.lanes.length > 0) return <Layers />;
  const columnOf = (i: number) => model.columns[i];
  const last = layout.neurons.filter(({ column }) => column === model.columns.length - 1);
  return (
    <svg
      viewBox={`0 0 ${layout.width} ${layout.height}`}
      className={sheetCss.picture}
      role="img"
      aria-label={words('worksheet.picture')}
    >
      {layout.edges.map((edge) => (
        <line
          key={`${edge.column} ${edge.from} ${edge.to}`}
          x1={edge.x1}
          y1={edge.y1}
          x2={edge.x2}
          y2={edge.y2}
          className={sheetCss.edge}
        />
      ))}
      {layout.loss !== null &&
        last.map(({ unit, x, y, width }) => (
          <line
            key={unit}
            x1={x + width / 2}
            y1={y}
            x2={(layout.loss?.x ?? 0) - (layout.loss?.width ?? 0) / 2}
            y2={layout.loss?.y}
            className={sheetCss.edge}
          />
        ))}
      {layout.edges.map((edge) => {
        const column = columnOf(edge.column);
        if (column.kernel === null || !layout.labels) return null;
        const text = written(traced.values[column.kernel][edgeElement(column, edge.from, edge.to)]);
        const width = text.length * LETTER + 8;
        // Where many edges cross, their weights stand at different distances.
        const crowded = column.units > 2 && !layout.vertical;
        const share = 0.28 + 0.2 * (edge.to % 3);
        const x = crowded ? edge.x1 + (edge.x2 - edge.x1) * share : edge.labelX;
        const y = crowded ? edge.y1 + (edge.y2 - edge.y1) * share : edge.labelY;
        return (
          <g key={`${edge.column} ${edge.from} ${edge.to}`}>
            <rect x={x - width / 2} y={y - 9} width={width} height={18} className={sheetCss.label} />
            <text x={x} y={y + 4} textAnchor="middle" className={sheetCss.number}>
              {text}
            </text>
          </g>
        );
      })}
      {layout.neurons.map((box) => {
        const column = columnOf(box.column);
        const element = sample * column.size + box.unit;
        const input = graph.nodes[column.value].role === 'input';
        return (
          <g key={`${box.column} ${box.unit}`}>
            <circle cx={box.x} cy={box.y} r={box.width / 2} className={sheetCss.neuron} />
            <SymbolText tex={elementSymbol(graph, column.value, element)} x={box.x} y={box.y - (input ? 4 : 10)} />
            {input && (
              <text x={box.x} y={box.y + 16} textAnchor="middle" className={sheetCss.number}>
                {written(traced.values[column.value][element])}
              </text>
            )}
            {column.bias !== null && (
              <text x={box.x} y={box.y + box.height / 2 + 15} textAnchor="middle" className={sheetCss.caption}>
                {words('worksheet.bias')} {written(traced.values[column.bias][box.unit])}
              </text>
            )}
          </g>
        );
      })}
      {layout.loss && (
        <g>
          <rect
            x={layout.loss.x - layout.loss.width / 2}
            y={layout.loss.y - layout.loss.height / 2}
            width={layout.loss.width}
            height={layout.loss.height}
            rx={6}
            className={sheetCss.neuron}
          />
          <text x={layout.loss.x} y={layout.loss.y - 8} textAnchor="middle" className={sheetCss.caption}>
            {words('worksheet.loss')}
          </text>
        </g>
      )}
    </svg>
  );
}

/** Larger networks: what follows on what. */
function Layers() {
  const words = useWords();
  const { model } = useStepper();
  return (
    <ol className={sheetCss.layers}>
      {model.columns.map(({ layer, shape, activation, value }) => (
        <li key={value}>
          <b>{layer ?? words('place.inputs')}</b>
          <span>{shape.join(' × ')}</span>
          {activation !== null && <span>{words(`op.${activation}`)}</span>}
        </li>
      ))}
    </ol>
  );
}
