/**
 * The sum of a convolution opened: which part of which map it looks at, the products as pictures, and how much each
 * channel (going back, each filter or sample) adds. One channel's products are shown at a time, at first the strongest's.
 */
import { useMemo, useState } from 'react';
import type { Explanation, Factor } from '@/core/graph/types';
import mapsCss from '../maps/maps.module.css';
import { NumberMap } from '../maps/NumberMap';
import { type Products, productsOf, strongestGroup } from '../model/products';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import detailCss from './detail.module.css';

/** Pictures of up to so many columns carry their numbers. */
const WRITTEN = 3;
/** Sums of groups in a row of the strip. */
const STRIP = 16;

const reachOf = (values: Float64Array) =>
  values.reduce((most, value) => (Math.abs(value) > most ? Math.abs(value) : most), 0);

export function ProductsBlock({ explanation }: { explanation: Explanation }) {
  const { graph } = useStepper();
  const products = useMemo(() => productsOf(graph, explanation), [graph, explanation]);
  if (products === null) return null;
  return <Opened key={`${explanation.node} ${explanation.element}`} products={products} explanation={explanation} />;
}

function Opened({ products, explanation }: { products: Products; explanation: Explanation }) {
  const words = useWords();
  const { graph } = useStepper();
  const [chosen, setChosen] = useState<number | null>(null);
  const { by, rows, columns, groups } = products;
  const shown = Math.min(chosen ?? strongestGroup(products), groups.length - 1);
  const group = groups[shown];
  const sums = useMemo(() => Float64Array.from(groups, ({ sum }) => sum), [groups]);
  const several = groups.length > 1;
  const backward = graph.nodes[explanation.node].phase === 'backward';
  const sides = useMemo(
    () =>
      (['left', 'right'] as const).map((side) => ({
        side,
        values: Float64Array.from(group[side], (factor) => factor?.value ?? Number.NaN),
        // Pictures of the same kind share their scale, whatever group is shown.
        reach: groups.reduce(
          (most, g) => g[side].reduce((m, factor) => Math.max(m, Math.abs(factor?.value ?? 0)), most),
          0,
        ),
      })),
    [group, groups],
  );
  const written = columns <= WRITTEN && rows <= WRITTEN;
  const missing = group.products.some(Number.isNaN);
  const kindOf = (side: 'left' | 'right') => (backward && side === 'left' ? 'gradient' : 'value');
  const refOf = (factors: readonly (Factor | null)[]) => (cell: number) => factors[cell];
  return (
    <section className={detailCss.block} data-products={by}>
      <h3>
        {words('cell.title')}
        {several && ` · ${words(`cell.${by}`, { n: shown + 1 })}`}
      </h3>
      <div className={mapsCss.row}>
        {sides.map(({ side, values, reach }, i) => (
          <Side key={side} sign={i === 0 ? null : '×'} caption={words(`cell.${products[side]}`)}>
            <NumberMap
              label={words(`cell.${products[side]}`)}
              kind={kindOf(side)}
              refOf={refOf(group[side])}
              numbers={written && 'elements'}
              {...{ values, rows, columns, reach }}
            />
          </Side>
        ))}
        <Side sign="=" caption={words('cell.products')}>
          <NumberMap
            label={words('cell.products')}
            values={group.products}
            reach={reachOf(group.products)}
            refOf={refOf(group.left)}
            numbers={written && 'others'}
            {...{ rows, columns }}
          />
        </Side>
      </div>
      <p className={mapsCss.sumLine}>
        {several && (
          <span>
            {words('cell.named', { name: words(`cell.${by}`, { n: shown + 1 }) })} <Value value={group.sum} />
          </span>
        )}
        <span>
          {words('cell.named', { name: words(several ? 'cell.total' : 'cell.sum') })}{' '}
          <Value
            value={explanation.value}
            kind={backward ? 'gradient' : 'value'}
            node={explanation.node}
            element={explanation.element}
          />
        </span>
        {missing && <span className="muted small">{words('cell.beyond')}</span>}
      </p>
      {several && (
        <div className={mapsCss.strip}>
          <p>{words(`cell.groups_${by}`, { count: groups.length })}</p>
          <GroupStrip sums={sums} by={by} shown={shown} onSelect={setChosen} />
        </div>
      )}
    </section>
  );
}

function Side({ sign, caption, children }: { sign: string | null; caption: string; children: React.ReactNode }) {
  return (
    <>
      {sign !== null && (
        <span className={mapsCss.sign} aria-hidden="true">
          {sign}
        </span>
      )}
      <figure>
        {children}
        <figcaption>{caption}</figcaption>
      </figure>
    </>
  );
}

/** What each group adds, one cell each; choosing one shows its products. */
function GroupStrip({
  sums,
  by,
  shown,
  onSelect,
}: {
  sums: Float64Array;
  by: Products['by'];
  shown: number;
  onSelect(group: number): void;
}) {
  const words = useWords();
  const columns = Math.min(STRIP, sums.length);
  const rows = Math.ceil(sums.length / columns);
  const values = useMemo(
    () => Float64Array.from({ length: rows * columns }, (_, i) => sums[i] ?? Number.NaN),
    [sums, rows, columns],
  );
  return (
    <NumberMap
      label={words(`cell.groups_${by}`, { count: sums.length })}
      reach={reachOf(sums)}
      focus={shown}
      nameOf={(i) => words(`cell.${by}`, { n: i + 1 })}
      onSelect={(i) => i < sums.length && onSelect(i)}
      {...{ values, rows, columns }}
    />
  );
}
