/**
 * What each sample of the batch asks of one weight: its own gradient as a number and a bar, and what the update makes of
 * them, which is their mean.
 */
import type { CSSProperties } from 'react';
import type { SampleOutput } from '@/core/interpreter/client';
import { elementSymbol } from '@/core/interpreter/explain';
import { asTyped } from '@/core/interpreter/typed';
import type { Samples } from '@/state';
import { Formula, Panel } from '@/ui';
import checkCss from '../check/check.module.css';
import { NotYet } from '../check/NotYet';
import { largestOf, type Subject, weightOf } from '../check/subject';
import { useAnswer } from '../check/useAnswer';
import { useCheckWords } from '../check/words';
import layoutCss from '../layout.module.css';
import { placeName } from '../model/describe';
import { difference, long, short } from '../model/format';
import { isKnown } from '../model/moment';
import { locate } from '../model/network';
import partsCss from '../parts.module.css';
import { select, useSession } from '../session';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { Sentence } from '../words';
import { labelOf } from './useSampleData';

export function SamplesTool() {
  const words = useCheckWords();
  const { model, focus, traced } = useStepper();
  const subject = weightOf(model, focus, traced.values);
  return (
    <Panel title={words('samples.title')} className={layoutCss.detail} id="stepper-samples">
      <p className={checkCss.note}>{words('samples.lead')}</p>
      {subject && <OneWeight subject={subject} />}
    </Panel>
  );
}

function OneWeight({ subject: { of, gradient } }: { subject: Subject }) {
  const words = useCheckWords();
  const { graph, model, moment, traced } = useStepper();
  const known = isKnown(moment, gradient.node, gradient.element);
  const { name } = graph.nodes[of.node];
  const key = known ? `${traced.id} ${name} ${of.element}` : null;
  const { output, progress } = useAnswer(key, 'perSample', { weight: name, element: of.element });
  const place = locate(model, of);
  const learned = graph.weights.filter(({ node }) => graph.gradients.has(node));
  const choose = (weight: string) => {
    const node = learned.find((each) => each.name === weight)?.node;
    const largest = node === undefined ? null : largestOf(model, node, traced.values);
    if (largest) select(largest.gradient);
  };
  return (
    <section className={checkCss.section}>
      <div className={checkCss.controls}>
        <label>
          {words('samples.weight')}
          <select className={partsCss.select} value={name} onChange={(event) => choose(event.target.value)}>
            {learned.map((weight) => (
              <option key={weight.name}>{weight.name}</option>
            ))}
          </select>
        </label>
      </div>
      <div className={checkCss.subject}>
        <Formula tex={`\\displaystyle ${elementSymbol(graph, gradient.node, gradient.element)}`} />
        {place && (
          <span className="muted">
            <Sentence message={placeName(model, place)} />
          </span>
        )}
      </div>
      {!known ? (
        <NotYet element={gradient} />
      ) : output === null ? (
        <p className={checkCss.note} role="status">
          {words('samples.computing', { done: progress?.done ?? 0, total: graph.batchSize })}
        </p>
      ) : (
        <Gradients output={output} gradient={gradient} />
      )}
    </section>
  );
}

/** Samples of so few numbers are called by them. */
const FEW = 4;

/** A small sample as its inputs and targets, `0 1 → 1`; null for larger ones. */
function inWords({ inputs, targets }: Samples, i: number, count: number): string | null {
  const [x, t] = [inputs.length / count, targets.length / count];
  if (x + t > FEW) return null;
  const text = (values: Float32Array, size: number) =>
    Array.from(values.subarray(i * size, (i + 1) * size), (value) => short(asTyped(value))).join(' ');
  return `${text(inputs, x)} → ${text(targets, t)}`;
}

/** Where a bar lies in its row, from the least to the largest number or 0. */
function barStyle(value: number, { values, mean }: SampleOutput): CSSProperties {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const span = high - low || 1;
  const percent = (x: number) => `${(100 * x) / span}%`;
  const shown = Number.isFinite(value) ? value : 0;
  return {
    '--zero': percent(-low),
    '--mean': percent((Number.isFinite(mean) ? mean : 0) - low),
    '--from': percent(Math.min(0, shown) - low),
    '--size': percent(Math.abs(shown)),
  } as CSSProperties;
}

function Gradients({ output, gradient }: { output: SampleOutput; gradient: Subject['gradient'] }) {
  const words = useCheckWords();
  const { traced, sample } = useStepper();
  const { values, mean, deviation, batch, together } = output;
  const { choice, samples } = traced;
  const name = (i: number) => {
    const few = inWords(samples, i, values.length);
    const params = { n: i + 1, index: choice.indices[i] + 1, label: labelOf(samples, i) };
    return few === null ? words(params.label === '' ? 'samples.name' : 'samples.labelled', params) : few;
  };
  const rows = [
    { id: 'mean', value: mean, ref: null },
    { id: 'deviation', value: deviation, ref: null },
    { id: 'batch', value: batch, ref: gradient },
  ];
  return (
    <>
      <table className={`${partsCss.table} ${checkCss.summary}`}>
        <tbody>
          {rows.map(({ id, value, ref }) => (
            <tr key={id} data-summary={id}>
              <th scope="row">{words(`samples.${id}`)}</th>
              <td>
                <Value value={value} kind="gradient" node={ref?.node} element={ref?.element} format={long} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={checkCss.verdict} data-right={together === 'mean' || together === 'sum'} role="status">
        {words(`samples.together.${values.length === 1 ? 'alone' : together}`, {
          count: values.length,
          off: difference(mean - batch),
        })}
      </p>
      <p className={checkCss.note}>{words('samples.list')}</p>
      <ol className={checkCss.samples} aria-label={words('samples.list')}>
        {values.map((value, i) => (
          <li key={choice.indices[i]}>
            <button
              type="button"
              className={checkCss.sample}
              aria-pressed={i === sample}
              title={words('samples.show')}
              onClick={() => useSession.setState({ sample: i })}
            >
              <span>{name(i)}</span>
              <span
                className={checkCss.bar}
                data-negative={value < 0}
                style={barStyle(value, output)}
                aria-hidden="true"
              >
                <span />
              </span>
              <Value value={value} kind="gradient" />
            </button>
          </li>
        ))}
      </ol>
    </>
  );
}
