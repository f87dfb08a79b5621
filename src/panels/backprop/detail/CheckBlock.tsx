/**
 * The same number, found in independent ways: by this page in float64, by a central difference of the loss, and by the
 * training engine in float32. The check tool does it for any h, and for all numbers at once.
 */
import { elementSymbol } from '@/core/interpreter/explain';
import type { ElementRef } from '@/core/interpreter/timeline';
import { Button, Formula, VisuallyHidden } from '@/ui';
import { engineValue } from '../check/engine';
import { useAnswer } from '../check/useAnswer';
import { useCheckWords } from '../check/words';
import { apart, difference, long } from '../model/format';
import { isKnown } from '../model/moment';
import { anchor, type NetworkModel } from '../model/network';
import { plain } from '../model/symbols';
import partsCss from '../parts.module.css';
import { select, useSession } from '../session';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import detailCss from './detail.module.css';

/** Near the best for float64: truncation and rounding are both small. */
const H = 1e-5;

/** The element whose gradient `ref` is, if it is a whole gradient that a difference can check. */
function differentiated(model: NetworkModel, ref: ElementRef): ElementRef | null {
  const { gradientOf } = model.graph.nodes[ref.node];
  return gradientOf === null || gradientOf === model.graph.loss ? null : anchor(model, ref);
}

export function CheckBlock({ element: ref }: { element: ElementRef }) {
  const words = useWords();
  const checkWords = useCheckWords();
  const { graph, model, moment, traced } = useStepper();
  const engine = useSession((s) => s.engine);
  const of = differentiated(model, ref);
  const name = of === null ? '' : graph.nodes[of.node].name;
  const { output } = useAnswer(of && `${traced.id} ${name} ${of.element}`, 'difference', {
    node: name,
    element: of?.element ?? 0,
    h: H,
  });
  if (!isKnown(moment, ref.node, ref.element)) return null;
  const value = traced.values[ref.node][ref.element];
  const step = engine?.id === traced.id ? engine.step : null;
  const own = step === null ? null : engineValue(graph, step, ref);
  if (of === null && own === null) return null;
  const symbol = elementSymbol(graph, ref.node, ref.element);
  const slope = output?.slope ?? null;
  const rows = [
    { id: 'page', value, off: null as number | null },
    ...(of === null ? [] : [{ id: 'difference', value: slope, off: slope === null ? null : apart(slope, value) }]),
    { id: 'engine', value: own, off: own === null ? null : apart(own, value) },
  ];
  const open = () => {
    select(ref);
    useSession.setState({ tool: 'check' });
  };
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
          {rows.map((row) => (
            <tr key={row.id} data-check={row.id}>
              <th scope="row">{words(`check.${row.id}`)}</th>
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
        <Button variant="quiet" onClick={open}>
          {checkWords('link')}
        </Button>
      )}
      {own === null && <p className="small muted">{words(step === null ? 'check.noEngine' : 'check.notRead')}</p>}
    </section>
  );
}
