/** One gradient, found in three ways, and the error of the difference over h. */
import { useState } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import { Formula, VisuallyHidden } from '@/ui';
import { placeName } from '../model/describe';
import { apart, difference, long } from '../model/format';
import { isKnown } from '../model/moment';
import { locate } from '../model/network';
import { plain } from '../model/symbols';
import partsCss from '../parts.module.css';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { Sentence, useWords } from '../words';
import checkCss from './check.module.css';
import { errorCurve, power, sharedDigits } from './curve';
import { ErrorCurvePicture } from './ErrorCurvePicture';
import { engineValue } from './engine';
import { NotYet } from './NotYet';
import type { Subject } from './subject';
import { useAnswer } from './useAnswer';
import { useCheckWords } from './words';

/** Where the slider begins: near the best h for float64. */
const START = 5;

export function OneNumber({ subject: { of, gradient, fallback } }: { subject: Subject }) {
  const words = useCheckWords();
  const backprop = useWords();
  const { graph, model, moment, traced } = useStepper();
  const engine = useSession((s) => s.engine);
  const [exponent, setExponent] = useState(START);
  const known = isKnown(moment, gradient.node, gradient.element);
  const { name } = graph.nodes[of.node];
  const key = known ? `${traced.id} ${name} ${of.element}` : null;
  const { output, progress } = useAnswer(key, 'sweep', { node: name, element: of.element });
  const symbol = elementSymbol(graph, gradient.node, gradient.element);
  const place = locate(model, of);
  const heading = (
    <div className={checkCss.subject}>
      <Formula tex={`\\displaystyle ${symbol}`} />
      {place && (
        <span className="muted">
          <Sentence message={placeName(model, place)} />
        </span>
      )}
    </div>
  );
  if (!known) {
    return (
      <section className={checkCss.section}>
        {heading}
        <NotYet element={gradient} />
      </section>
    );
  }
  const value = traced.values[gradient.node][gradient.element];
  const chosen = output?.differences[exponent - 1] ?? null;
  const step = engine?.id === traced.id ? engine.step : null;
  const own = step === null ? null : engineValue(graph, step, gradient);
  const curve = output && errorCurve(output.differences, value, output.loss);
  const rows = [
    { id: 'page', value, ref: gradient },
    { id: 'difference', value: chosen?.slope ?? null, ref: null },
    { id: 'engine', value: own, ref: null },
  ];
  return (
    <section className={checkCss.section}>
      {heading}
      {fallback && <p className={checkCss.note}>{words('one.fallback')}</p>}
      <table className={partsCss.table}>
        <thead>
          <tr>
            <th scope="col">{backprop('check.source')}</th>
            <th scope="col">
              <VisuallyHidden>{plain(symbol)}</VisuallyHidden>
            </th>
            <th scope="col">{backprop('check.off')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id} data-check={row.id}>
              <th scope="row">{backprop(`check.${row.id}`)}</th>
              <td
                className="num"
                data-value={row.value ?? undefined}
                data-node={row.ref?.node}
                data-element={row.ref?.element}
              >
                {row.value === null ? '–' : long(row.value)}
              </td>
              <td className="num" title={row.value === null ? undefined : String(apart(row.value, value))}>
                {row.id === 'page' || row.value === null ? '–' : difference(apart(row.value, value))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <div className={checkCss.slider}>
        <span aria-hidden="true">
          <Formula tex="h" />
        </span>
        <input
          aria-label="h"
          type="range"
          min={1}
          max={12}
          value={exponent}
          onChange={(event) => setExponent(Number(event.target.value))}
          aria-valuetext={`10^-${exponent}`}
        />
        <Formula tex={`10^{-${exponent}}`} />
      </div>
      <p className={checkCss.formula}>
        <Formula tex={'\\displaystyle \\frac{L(w + h) - L(w - h)}{2h}'} />
      </p>
      {curve === null || output === null ? (
        <p className={checkCss.note} role="status">
          {words('one.computing', { done: progress?.done ?? 0, total: progress?.total ?? 12 })}
        </p>
      ) : (
        <>
          {(curve.kind === 'smooth' || curve.kind === 'apart') && (
            <ErrorCurvePicture curve={curve} loss={output.loss} chosen={exponent - 1} />
          )}
          <p className={checkCss.note} role="status" data-verdict={curve.kind}>
            {words(`one.${curve.kind}`, {
              h: power(-curve.best - 1),
              digits: sharedDigits(curve.points[curve.best].error, value),
            })}
          </p>
        </>
      )}
      {own === null && <p className={checkCss.note}>{backprop(step === null ? 'check.noEngine' : 'check.notRead')}</p>}
    </section>
  );
}
