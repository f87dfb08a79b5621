/**
 * The update of one weight from its old value to the new: the optimizer's own lines, with symbols and with numbers, as
 * far as they have been computed.
 */
import { useMemo } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import { Formula } from '@/ui';
import { operationName } from '../model/describe';
import { explained } from '../model/explained';
import { precise, short } from '../model/format';
import { gradientOf, isKnown } from '../model/moment';
import { updateElements } from '../model/updates';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { say, useWords } from '../words';
import detailCss from './detail.module.css';
import { LinkedFormula } from './LinkedFormula';
import { WholeLine } from './WholeBlock';

export function UpdateBlock({ weight, element }: { weight: string; element: number }) {
  const words = useWords();
  const { graph, trace, moment, model } = useStepper();
  const notation = useSession((s) => s.notation);
  const info = graph.weights.find((w) => w.name === weight);
  const lines = useMemo(
    () =>
      updateElements(graph, model.owners, weight, element).map((ref) => explained(trace, ref.node, ref.element, true)),
    [graph, model, trace, weight, element],
  );
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
          <Value
            value={trace.values[info.node][element]}
            kind="value"
            node={info.node}
            element={element}
            format={precise}
          />
        </li>
        {/* Moving statistics have none: no gradient moves them. */}
        {gradient !== undefined && (
          <li>
            <span className={detailCss.updateName}>{words('update.gradient')}</span>
            <Formula
              tex={`\\displaystyle g = \\frac{\\partial L}{\\partial ${elementSymbol(graph, info.node, element)}}`}
            />
            <Value
              value={gradientOf(moment, info.node, element)}
              kind="gradient"
              node={gradient}
              element={element}
              format={precise}
            />
          </li>
        )}
        {lines.map((line) => {
          const known = isKnown(moment, line.node, line.element);
          return (
            <li key={line.node} data-new={line.node === updated}>
              <span className={detailCss.updateName}>{line.node === updated ? words('update.new') : ''}</span>
              <span className={detailCss.updateFormula}>
                <span className="small muted">
                  {say(words, operationName(graph.nodes[line.node], graph))}
                  {notation !== 'index' && (
                    <>
                      {' · '}
                      <LinkedFormula tex={line.left} />
                    </>
                  )}
                </span>
                {notation === 'index' ? (
                  <>
                    <LinkedFormula fit tex={`\\displaystyle ${line.left} \\leftarrow ${line.symbols}`} />
                    {known && <LinkedFormula fit tex={`\\displaystyle = ${line.numbers}`} />}
                  </>
                ) : (
                  <WholeLine node={line.node} notation={notation} />
                )}
              </span>
              <Value
                value={known ? line.value : null}
                kind="update"
                node={line.node}
                element={line.element}
                format={precise}
              />
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
