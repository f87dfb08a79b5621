/**
 * One number a channel, as bars: the statistics of a normalisation, its scale and shift, biases, and all their
 * gradients and new values. A bar can be chosen.
 */
import { elementCount } from '@/core/interpreter/timeline';
import mapsCss from '../maps/maps.module.css';
import { useCells } from '../maps/useCells';
import { short } from '../model/format';
import { knownValues } from '../model/moment';
import { plain } from '../model/symbols';
import { hover, select } from '../session';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import detailCss from './detail.module.css';
import { kindOf } from './FormulaBlock';

const HEIGHT = 100;

export function ChannelBlock({ node: id, channel }: { node: number; channel: number }) {
  const words = useWords();
  const { graph, moment } = useStepper();
  const node = graph.nodes[id];
  const count = elementCount(node);
  const values = knownValues(moment, id, 0, count);
  const refOf = (i: number) => ({ node: id, element: i });
  const { cursor, handlers } = useCells({
    rows: 1,
    columns: count,
    start: channel,
    onPoint: (i) => hover(i === null ? null : refOf(i)),
    onSelect: (i) => select(refOf(i)),
  });
  const looked = cursor ?? channel;
  const [low, high] = values.reduce(([a, b], v) => [Math.min(a, v || 0), Math.max(b, v || 0)], [0, 0]);
  const span = high - low || 1;
  const y = (value: number) => ((high - value) / span) * HEIGHT;
  const kind = kindOf(node.phase);
  const known = !Number.isNaN(values[looked]);
  return (
    <section className={detailCss.block} data-channels={node.name}>
      <p className={mapsCss.barsHead}>
        <span>
          {plain(node.symbol)} · {words('cell.barsTitle', { count })}
        </span>
        <span>
          {words('cell.named', { name: words('cell.channel', { n: looked + 1 }) })}{' '}
          <Value value={known ? values[looked] : null} kind={kind} node={id} element={looked} />
        </span>
      </p>
      <div
        role="application"
        tabIndex={0}
        aria-label={words('cell.bars', { name: plain(node.symbol), count })}
        className={mapsCss.numberMap}
        {...handlers}
      >
        <span className={mapsCss.bars} data-picture data-kind={kind}>
          <svg viewBox={`0 0 ${count} ${HEIGHT}`} preserveAspectRatio="none" aria-hidden="true">
            {Array.from(values, (value, i) => (
              <rect
                key={i}
                x={i + 0.12}
                width={0.76}
                y={Math.min(y(0), y(value || 0))}
                height={Math.max(Math.abs(y(value || 0) - y(0)), value ? 1.5 : 0)}
                data-on={i === looked}
              />
            ))}
            <line x1={0} x2={count} y1={y(0)} y2={y(0)} />
          </svg>
        </span>
        <span className="ui-hidden" aria-live="polite">
          {cursor === null
            ? ''
            : words('cell.read', {
                name: words('cell.channel', { n: cursor + 1 }),
                value: known ? short(values[cursor]) : words('value.unknown'),
              })}
        </span>
      </div>
    </section>
  );
}
