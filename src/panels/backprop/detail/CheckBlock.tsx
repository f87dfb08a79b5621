/**
 * The same number, found in independent ways: by this page in float64, by a central difference of the loss, and by the
 * training engine in float32.
 */
import { useEffect, useId, useState } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import type { ElementRef } from '@/core/interpreter/timeline';
import type { EngineStep } from '@/state';
import { Formula, VisuallyHidden } from '@/ui';
import { difference, long } from '../model/format';
import { isKnown } from '../model/moment';
import { anchor, type NetworkModel } from '../model/network';
import { plain } from '../model/symbols';
import partsCss from '../parts.module.css';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { interpreter } from '../useStep';
import { useWords } from '../words';
import detailCss from './detail.module.css';

/** Exponents of h: 10⁻¹ … 10⁻⁹. */
const EXPONENTS = { min: 1, max: 9, start: 5 };

/** The engine's number for an element, or null where it does not read that number back. */
function engineValue(model: NetworkModel, step: EngineStep, ref: ElementRef): number | null {
  const { graph } = model;
  if (ref.node === graph.loss) return step.loss;
  if (ref.node === graph.output) return step.output[ref.element] ?? null;
  for (const weight of graph.weights) {
    if (graph.gradients.get(weight.node) === ref.node) return step.gradients[weight.name]?.[ref.element] ?? null;
    if (graph.updates.get(weight.name) === ref.node) return step.updated.weights[weight.name]?.[ref.element] ?? null;
  }
  const state = graph.states.find((s) => s.update === ref.node);
  if (state !== undefined) return step.updated.states[state.name]?.[ref.element] ?? null;
  return step.nodes[graph.nodes[ref.node].name]?.[ref.element] ?? null;
}

/** The element whose gradient `ref` is, if it is a whole gradient that a difference can check. */
function differentiated(model: NetworkModel, ref: ElementRef): ElementRef | null {
  const { gradientOf } = model.graph.nodes[ref.node];
  return gradientOf === null || gradientOf === model.graph.loss ? null : anchor(model, ref);
}

export function CheckBlock({ element: ref }: { element: ElementRef }) {
  const words = useWords();
  const { graph, model, moment, traced } = useStepper();
  const engine = useSession((s) => s.engine);
  const [exponent, setExponent] = useState(EXPONENTS.start);
  const of = differentiated(model, ref);
  const slope = useDifference(of, 10 ** -exponent);
  const sliderId = useId();
  if (!isKnown(moment, ref.node, ref.element)) return null;
  const value = traced.values[ref.node][ref.element];
  const step = engine?.id === traced.id ? engine.step : null;
  const own = step === null ? null : engineValue(model, step, ref);
  if (of === null && own === null) return null;
  const symbol = elementSymbol(graph, ref.node, ref.element);
  const rows = [
    { name: words('check.page'), value, off: null as number | null },
    ...(of === null
      ? []
      : [{ name: words('check.difference'), value: slope, off: slope === null ? null : slope - value }]),
    { name: words('check.engine'), value: own, off: own === null ? null : own - value },
  ];
  return (
    <section className={detailCss.block}>
      <h3>{words('check.title')}</h3>
      <table className={partsCss.table}>
        <thead>
          <tr>
            <th scope="col">{words('check.source')}</th>
            <th scope="col">
              <VisuallyHidden>{plain(symbol)}</VisuallyHidden>
              <span aria-hidden="true">
                <Formula tex={`\\displaystyle ${symbol}`} />
              </span>
            </th>
            <th scope="col">{words('check.off')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={row.name} data-check={['page', of === null ? 'engine' : 'difference', 'engine'][i]}>
              <th scope="row">{row.name}</th>
              <td className="num" data-value={row.value ?? undefined}>
                {row.value === null ? '–' : long(row.value)}
              </td>
              <td className="num" title={row.off === null ? undefined : String(row.off)}>
                {row.off === null ? '–' : difference(row.off)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {of !== null && (
        <div className={detailCss.slider}>
          <label htmlFor={sliderId}>h</label>
          <input
            id={sliderId}
            type="range"
            min={EXPONENTS.min}
            max={EXPONENTS.max}
            value={exponent}
            onChange={(event) => setExponent(Number(event.target.value))}
            aria-valuetext={`10^-${exponent}`}
          />
          <Formula tex={`10^{-${exponent}}`} />
        </div>
      )}
      {own === null && <p className="small muted">{words(step === null ? 'check.noEngine' : 'check.notRead')}</p>}
    </section>
  );
}

/** The central difference at an element; null while it is on its way. Computed a moment after the last change. */
function useDifference(of: ElementRef | null, h: number): number | null {
  const { graph, traced } = useStepper();
  const node = of?.node ?? -1;
  const element = of?.element ?? 0;
  const key = `${traced.id} ${node} ${element} ${h}`;
  const [answer, setAnswer] = useState<{ key: string; slope: number } | null>(null);
  useEffect(() => {
    if (node < 0) return;
    let wanted = true;
    const timer = setTimeout(() => {
      interpreter.difference({ node: graph.nodes[node].name, element, h }).then(
        ({ slope }) => wanted && setAnswer({ key, slope }),
        () => undefined,
      );
    }, 60);
    return () => {
      wanted = false;
      clearTimeout(timer);
    };
  }, [key, graph, node, element, h]);
  return answer?.key === key ? answer.slope : null;
}
