/**
 * A pooling window opened: its values with the one that won; going back, what arrives and what each value gets of it,
 * all to the winner, or equal shares.
 */
import { useMemo } from 'react';
import type { ElementRef } from '@/core/interpreter/timeline';
import mapsCss from '../maps/maps.module.css';
import { NumberMap } from '../maps/NumberMap';
import { poolWindow } from '../model/pooling';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import detailCss from './detail.module.css';

const WRITTEN = 5;
const reachOf = (values: Float64Array) =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);

export function PoolBlock({ element }: { element: ElementRef }) {
  const words = useWords();
  const { trace } = useStepper();
  const { node, element: at } = element;
  const window = useMemo(() => poolWindow(trace, { node, element: at }), [trace, node, at]);
  if (window === null) return null;
  const { rows, columns, values, winner, back, asked, output, elements, source, kind } = window;
  const numbers = columns <= WRITTEN && rows <= WRITTEN && 'elements';
  return (
    <section className={detailCss.block} data-pool={kind}>
      <h3>{words(back === null ? 'cell.poolTitle' : 'cell.poolBackTitle')}</h3>
      <div className={mapsCss.row}>
        <figure>
          <NumberMap
            label={words('cell.pooled')}
            kind="value"
            reach={reachOf(values)}
            winner={winner}
            refOf={(i) => ({ node: source, element: elements[i] })}
            {...{ values, rows, columns, numbers }}
          />
          <figcaption>{words(winner === null ? 'cell.pooled' : 'cell.pooledWinner')}</figcaption>
        </figure>
        <div className={mapsCss.route} data-phase={back === null ? 'forward' : 'backward'}>
          <span className={mapsCss.routeArrow} aria-hidden="true">
            {back === null ? '→' : '⇠'}
          </span>
          {back === null ? (
            <Value value={trace.values[output.node][output.element]} kind="value" {...output} />
          ) : (
            <Value value={trace.values[back.upstream.node][back.upstream.element]} kind="gradient" {...back.upstream} />
          )}
          <span className="small muted">{words(back === null ? `cell.${kind}` : 'cell.arriving')}</span>
        </div>
        {back !== null && (
          <figure>
            <NumberMap
              label={words('cell.routed')}
              kind="gradient"
              values={back.gradients}
              reach={reachOf(back.gradients)}
              winner={winner}
              focus={asked}
              refOf={(i) => ({ node: back.node, element: elements[i] })}
              {...{ rows, columns, numbers }}
            />
            <figcaption>{words('cell.routed')}</figcaption>
          </figure>
        )}
      </div>
    </section>
  );
}
