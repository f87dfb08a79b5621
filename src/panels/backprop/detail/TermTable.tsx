/**
 * The terms of a sum, or the paths of a gradient, one a row: what is multiplied, and what comes out. Pointing at a row
 * lights up the same numbers in the pictures. Of many terms the largest are listed, the rest added up.
 */
import type { Explanation, Factor } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { Formula } from '@/ui';
import { locate, samePlace } from '../model/network';
import { largestTerms, type Path } from '../model/paths';
import partsCss from '../parts.module.css';
import { SymbolButton } from '../SymbolButton';
import { hover } from '../session';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import detailCss from './detail.module.css';
import { useNotationWords } from './notationWords';

const ROWS = 8;

interface Row {
  factors: { symbol: string; value: number; kind: 'value' | 'gradient' | 'plain'; ref: Factor | null }[];
  product: number;
}

export function TermTable({ explanation, paths }: { explanation: Explanation; paths: readonly Path[] }) {
  const words = useWords();
  const { graph, model, marks } = useStepper();
  const rows =
    paths.length > 0
      ? paths.map(rowOfPath)
      : explanation.terms.map(({ factors, value }) => ({ factors: factors.map(rowFactor), product: value }));
  const added = graph.nodes[explanation.node].attrs.definition === 'sum of paths';
  const sums = added || explanation.kind === 'sumOfProducts' || explanation.kind === 'sum' || paths.length > 0;
  if (!sums || rows.length < 2) return <Sources explanation={explanation} />;
  const { shown, rest, restCount } = largestTerms(rows, (row) => row.product, ROWS);
  return (
    <table className={partsCss.table}>
      <caption>{words(paths.length > 0 || added ? 'terms.paths' : 'terms.terms', { count: rows.length })}</caption>
      <thead>
        <tr>
          <th scope="col">{words('terms.factors')}</th>
          <th scope="col">{words('terms.numbers')}</th>
          <th scope="col">{words('terms.product')}</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((row, i) => {
          const ref = row.factors.find((f) => f.ref !== null)?.ref ?? null;
          const pointedAt = row.factors.some((f) => f.ref !== null && samePlace(marks.hover, locate(model, f.ref)));
          return (
            <tr key={i} data-hover={pointedAt} onPointerEnter={() => hover(ref)} onPointerLeave={() => hover(null)}>
              <th scope="row">
                {row.factors.map((factor, k) => (
                  <span key={k}>
                    {k > 0 && ' × '}
                    <FactorSymbol tex={factor.symbol} factor={factor.ref} />
                  </span>
                ))}
              </th>
              <td>
                {row.factors.map((factor, k) => (
                  <span key={k}>
                    {k > 0 && ' × '}
                    <Value
                      value={factor.value}
                      kind={factor.kind}
                      node={factor.ref?.node}
                      element={factor.ref?.element}
                    />
                  </span>
                ))}
              </td>
              <td>
                <Value value={row.product} />
              </td>
            </tr>
          );
        })}
        {restCount > 0 && (
          <tr>
            <th scope="row" colSpan={2}>
              {words('terms.rest', { count: restCount })}
            </th>
            <td>
              <Value value={rest} />
            </td>
          </tr>
        )}
      </tbody>
    </table>
  );

  function rowFactor(factor: Factor): Row['factors'][number] {
    const kind = graph.nodes[factor.node].phase === 'backward' ? 'gradient' : 'value';
    return { symbol: elementSymbol(graph, factor.node, factor.element), value: factor.value, kind, ref: factor };
  }
  function rowOfPath(path: Path): Row {
    return {
      factors: [
        { symbol: path.upstreamSymbol, value: path.upstream.value, kind: 'gradient', ref: path.upstream },
        { symbol: path.localSymbol, value: path.local, kind: 'value', ref: null },
      ],
      product: path.product,
    };
  }
}

/** Where the numbers of a formula that is no sum come from, as buttons: its symbols for those who do not point. */
function Sources({ explanation }: { explanation: Explanation }) {
  const words = useNotationWords();
  const { graph } = useStepper();
  const used = [
    ...explanation.terms.flatMap(({ factors }) => factors),
    ...(explanation.chain ?? []).map((p) => p.upstream),
  ];
  const refs = new Map(
    used
      .filter(({ node }) => graph.nodes[node].role !== 'constant' && graph.nodes[node].role !== 'scalar')
      .map(({ node, element }) => [`${node} ${element}`, { node, element }]),
  );
  if (refs.size === 0 || refs.size > ROWS) return null;
  return (
    <p className={detailCss.sources}>
      <span className="small muted">{words('from')}</span>
      {[...refs].map(([key, { node, element }]) => (
        <SymbolButton
          key={key}
          tex={`\\displaystyle ${elementSymbol(graph, node, element)}`}
          node={node}
          element={element}
        />
      ))}
    </p>
  );
}

function FactorSymbol({ tex, factor }: { tex: string; factor: Factor | null }) {
  return factor === null ? (
    <Formula tex={tex} />
  ) : (
    <SymbolButton tex={`\\displaystyle ${tex}`} node={factor.node} element={factor.element} />
  );
}
