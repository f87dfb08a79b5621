/**
 * The update of one weight from its old value to the new: the optimizer's own lines, with symbols and with numbers, as
 * far as they have been computed.
 */
import { useMemo } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import { Formula } from '@/ui';
import { explained } from '../model/explained';
import { short } from '../model/format';
import { gradientOf, isKnown } from '../model/moment';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import detailCss from './detail.module.css';

export function UpdateBlock({ weight, element }: { weight: string; element: number }) {
  const words = useWords();
  const { graph, trace, moment, model } = useStepper();
  const info = graph.weights.find((w) => w.name === weight);
  const lines = useMemo(() => {
    const nodes = graph.nodes.filter((n) => n.role === null && model.owners.get(n.id) === weight);
    return nodes.filter((n) => trace.values[n.id].length > element).map((node) => explained(trace, node.id, element));
  }, [graph, model, trace, weight, element]);
  if (info === undefined) return null;
  const updated = graph.updates.get(weight);
  const gradient = graph.gradients.get(info.node);
  return (
    <section className={detailCss.block}>
      <h3>{words('update.title', { weight })}</h3>
      <ol className={detailCss.updateLines}>
        <li>
          <span className={detailCss.updateName}>{words('update.old')}</span>
          <Formula tex={elementSymbol(graph, info.node, element)} />
          <Value value={trace.values[info.node][element]} kind="value" node={info.node} element={element} />
        </li>
        {/* Moving statistics have none: no gradient moves them. */}
        {gradient !== undefined && (
          <li>
            <span className={detailCss.updateName}>{words('update.gradient')}</span>
            <Formula tex={`g = \\frac{\\partial L}{\\partial ${elementSymbol(graph, info.node, element)}}`} />
            <Value value={gradientOf(moment, info.node, element)} kind="gradient" node={gradient} element={element} />
          </li>
        )}
        {lines.map((line) => {
          const known = isKnown(moment, line.node, element);
          return (
            <li key={line.node} data-new={line.node === updated}>
              <span className={detailCss.updateName}>{line.node === updated ? words('update.new') : ''}</span>
              <span className={detailCss.updateFormula}>
                <Formula tex={`\\displaystyle ${line.left} \\leftarrow ${line.symbols}`} />
                {known && <Formula tex={`\\displaystyle = ${line.numbers}`} />}
              </span>
              <Value value={known ? line.value : null} kind="update" node={line.node} element={element} />
            </li>
          );
        })}
      </ol>
      {gradient !== undefined && (
        <p className="small muted">
          {words('update.rate', {
            rate: short(trace.values[graph.scalars.get('learningRate') ?? 0][0]),
            step: trace.values[graph.scalars.get('step') ?? 0][0],
          })}
        </p>
      )}
    </section>
  );
}
