/** All gradients at once: against central differences, and everything the training engine tells against the page. */
import { useMemo, useRef, useState } from 'react';
import { type CheckedNode, type GradientCheck, InterpreterError, type Progress } from '@/core/interpreter/client';
import type { ElementRef } from '@/core/interpreter/timeline';
import { Button, ProgressBar } from '@/ui';
import { difference } from '../model/format';
import partsCss from '../parts.module.css';
import { select, useSession } from '../session';
import { useStepper } from '../stepper';
import { interpreter } from '../useStep';
import checkCss from './check.module.css';
import { power } from './curve';
import { type Apart, compareEngine, type EngineRow } from './engine';
import { useCheckWords } from './words';

/** Float32 keeps about seven digits, of which long sums lose some. */
const FLOAT32 = 1e-4;

/** Weights that a verdict names. */
const MOST_NAMES = 4;

interface Done {
  trace: number;
  check: GradientCheck;
}

export function AllNumbers() {
  const words = useCheckWords();
  const { traced } = useStepper();
  const [done, setDone] = useState<Done | null>(null);
  const [progress, setProgress] = useState<(Progress & { trace: number }) | null>(null);
  const [failed, setFailed] = useState(false);
  const stop = useRef<AbortController | null>(null);
  const { id } = traced;
  const run = () => {
    stop.current?.abort();
    const own = new AbortController();
    stop.current = own;
    setFailed(false);
    setProgress({ trace: id, done: 0, total: 1 });
    const onProgress = (now: Progress) => setProgress({ ...now, trace: id });
    interpreter
      .ask('checkAll', null, { signal: own.signal, onProgress })
      .then(
        (check) => setDone({ trace: id, check }),
        (error) => setFailed(!(error instanceof InterpreterError && error.code === 'cancelled')),
      )
      .finally(() => stop.current === own && setProgress(null));
  };
  const current = done?.trace === id ? done.check : null;
  const running = progress?.trace === id ? progress : null;
  return (
    <section className={checkCss.section}>
      <h3>{words('all.title')}</h3>
      <p className={checkCss.note}>
        {words('all.lead')} {words('all.covers')}
      </p>
      <div className={checkCss.buttons}>
        <Button id="stepper-check-all" variant="primary" disabled={running !== null} onClick={run}>
          {words('all.run')}
        </Button>
        {running && <Button onClick={() => stop.current?.abort()}>{words('all.cancel')}</Button>}
      </div>
      {running && <ProgressBar label={words('all.running')} value={running.done / running.total} />}
      {failed && (
        <p className={checkCss.note} role="alert">
          {words('all.failed')}
        </p>
      )}
      <div role="status">{current && <Verdict check={current} />}</div>
      {current && <DifferenceTable check={current} />}
      {current && <EngineTable />}
    </section>
  );
}

function Verdict({ check: { nodes, loss } }: { check: GradientCheck }) {
  const words = useCheckWords();
  const sum = (of: (node: CheckedNode) => number) => nodes.reduce((total, node) => total + of(node), 0);
  const [checked, wrong, kinks] = [sum((n) => n.checked), sum((n) => n.wrong), sum((n) => n.kinks)];
  const largest = Math.max(0, ...nodes.map((node) => node.worst?.absolute ?? 0));
  if (!Number.isFinite(loss)) {
    return (
      <p className={checkCss.verdict} data-right={false} id="stepper-check-verdict">
        {words('all.endless')}
      </p>
    );
  }
  const names = nodes.filter((node) => node.wrong > 0).map(({ name }) => name);
  return (
    <>
      <p className={checkCss.verdict} data-right={wrong === 0} id="stepper-check-verdict">
        {wrong === 0
          ? words('all.right', { count: checked, worst: difference(largest) })
          : words('all.wrong', { count: wrong, of: checked, names: names.slice(0, MOST_NAMES).join(', ') })}
      </p>
      {kinks > 0 && <p className={checkCss.note}>{words('all.kinks', { count: kinks })}</p>}
      {checked < sum((n) => n.size) && <p className={checkCss.note}>{words('all.sampled')}</p>}
    </>
  );
}

function DifferenceTable({ check: { nodes, h } }: { check: GradientCheck }) {
  const words = useCheckWords();
  const { graph } = useStepper();
  return (
    <table className={`${partsCss.table} ${checkCss.all}`}>
      <caption>{words('all.differences', { h: power(Math.round(Math.log10(h))) })}</caption>
      <thead>
        <tr>
          <th scope="col">{words('all.of')}</th>
          <th scope="col">{words('all.checked')}</th>
          <th scope="col">{words('all.absolute')}</th>
          <th scope="col">{words('all.relative')}</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map(({ name, node, size, checked, worst, wrong }) => (
          <tr key={name} data-wrong={wrong > 0} data-row={name}>
            <th scope="row">
              <Pick name={name} at={worst && { node: graph.gradients.get(node) ?? node, element: worst.element }} />
            </th>
            <td className="num">{checked === size ? size : words('all.part', { checked, size })}</td>
            <td className="num">{worst === null ? '–' : difference(worst.absolute)}</td>
            <td className="num">{worst === null ? '–' : difference(worst.relative)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** A row's name, which leads to the element that disagrees most. */
function Pick({ name, at }: { name: string; at: ElementRef | null }) {
  const words = useCheckWords();
  if (at === null) return name;
  return (
    <button type="button" className={checkCss.pick} title={words('all.pick')} onClick={() => select(at)}>
      {name}
    </button>
  );
}

const COLUMNS = ['gradient', 'updated', 'states'] as const;

function EngineTable() {
  const words = useCheckWords();
  const { graph, traced } = useStepper();
  const engine = useSession((s) => s.engine);
  const step = engine?.id === traced.id ? engine.step : null;
  const rows = useMemo(() => step && compareEngine(graph, traced.values, step), [graph, traced, step]);
  if (rows === null) return <p className={checkCss.note}>{words('all.noEngine')}</p>;
  return (
    <>
      <table className={`${partsCss.table} ${checkCss.all}`}>
        <caption>{words('all.engine')}</caption>
        <thead>
          <tr>
            <th scope="col">{words('all.of')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {words(`all.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.weight}>
              <th scope="row">
                <Pick name={row.weight} at={row.gradient ?? row.updated} />
              </th>
              {COLUMNS.map((column) => (
                <td key={column} className="num" data-far={far(row[column])}>
                  {row[column] === null ? '–' : difference(row[column].relative)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className={checkCss.verdict} data-right={engineVerdict(rows) !== 'gradients'}>
        {words(`all.verdict.${engineVerdict(rows)}`)}
      </p>
    </>
  );
}

const far = (apart: Apart | null) => apart !== null && !(apart.relative <= FLOAT32);

function engineVerdict(rows: readonly EngineRow[]): 'same' | 'updates' | 'gradients' {
  if (rows.some(({ gradient }) => far(gradient))) return 'gradients';
  return rows.some(({ updated, states }) => far(updated) || far(states)) ? 'updates' : 'same';
}
