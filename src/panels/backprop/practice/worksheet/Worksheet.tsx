/**
 * The worksheet: what is given, numbered tasks with room to write, and the answer key on pages of its own. It is shown
 * over the page as it will be printed, and printed by the browser.
 */
import { IconPrinter, IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef } from 'react';
import { createPortal } from 'react-dom';
import { elementSymbol } from '@/core/interpreter/explain';
import { Button, Formula } from '@/ui';
import { equationOf } from '../../model/equation';
import { explained } from '../../model/explained';
import { precise } from '../../model/format';
import { plain } from '../../model/symbols';
import { useStepper } from '../../stepper';
import { Sentence } from '../../words';
import { refOf } from '../choose';
import { numberName } from '../name';
import { usePractice } from '../store';
import type { Exercise } from '../task';
import { usePracticeWords } from '../words';
import { SheetPicture } from './SheetPicture';
import { constantsOf, type Given, type Sheet, sheetOf } from './sheet';
import sheetCss from './worksheet.module.css';

export function Worksheet({ onClose }: { onClose(): void }) {
  const words = usePracticeWords();
  const { graph, traced, sample } = useStepper();
  const cells = usePractice((p) => p.cells);
  const digits = usePractice((p) => p.digits);
  const dialog = useRef<HTMLDivElement>(null);
  const sheet = useMemo(() => {
    const refs = cells.flatMap((cell) => (cell.state === 'hidden' ? (refOf({ graph }, cell) ?? []) : []));
    return sheetOf({ graph, values: traced.values }, refs, sample);
  }, [cells, graph, traced, sample]);
  useAlone(dialog, onClose);
  return createPortal(
    <div
      ref={dialog}
      className={sheetCss.overlay}
      role="dialog"
      aria-modal="true"
      aria-label={words('worksheet.preview')}
      tabIndex={-1}
      id="worksheet"
    >
      <header className={sheetCss.bar}>
        <span>{words('worksheet.preview')}</span>
        <Button variant="primary" icon={<IconPrinter size={16} />} onClick={() => window.print()}>
          {words('worksheet.print')}
        </Button>
        <Button icon={<IconX size={16} />} onClick={onClose}>
          {words('worksheet.close')}
        </Button>
      </header>
      <article className={sheetCss.page} id="worksheet-tasks">
        <h1>{words('worksheet.title')}</h1>
        <p className={sheetCss.fields}>
          <span>{words('worksheet.name')}</span>
          <span>{words('worksheet.date')}</span>
        </p>
        <h2>{words('worksheet.network')}</h2>
        <SheetPicture />
        <GivenNumbers sheet={sheet} />
        <h2>{words('worksheet.tasks')}</h2>
        <p>
          {words('worksheet.round', { count: digits })}
          {sheet.reduced && ` ${words('worksheet.some')}`}
        </p>
        {sheet.tasks.length === 0 ? <p>{words('worksheet.none')}</p> : <TaskList tasks={sheet.tasks} answers={false} />}
      </article>
      <article className={`${sheetCss.page} ${sheetCss.key}`} id="worksheet-key">
        <h1>{words('worksheet.key')}</h1>
        <TaskList tasks={sheet.tasks} answers />
      </article>
    </div>,
    document.body,
  );
}

/** The page behind it is out of reach, and not printed, while the worksheet is open. */
function useAlone(dialog: { current: HTMLElement | null }, onClose: () => void): void {
  const close = useRef(onClose);
  close.current = onClose;
  useEffect(() => {
    const before = document.activeElement;
    const others = [...document.body.children].filter(
      (element): element is HTMLElement => element instanceof HTMLElement && element !== dialog.current,
    );
    const inert = others.filter((element) => !element.inert);
    for (const element of inert) element.inert = true;
    document.body.dataset.worksheet = 'open';
    dialog.current?.focus({ preventScroll: true });
    const onKeyDown = (event: KeyboardEvent) => {
      event.stopPropagation();
      if (event.key === 'Escape') close.current();
    };
    window.addEventListener('keydown', onKeyDown, true);
    return () => {
      window.removeEventListener('keydown', onKeyDown, true);
      for (const element of inert) element.inert = false;
      delete document.body.dataset.worksheet;
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, [dialog]);
}

const PHASES = ['forward', 'loss', 'backward', 'update'] as const;

/** Formulas of more letters than this take the whole width. */
const LONG = { asked: 76, worked: 62 };

function TaskList({ tasks, answers }: { tasks: readonly Exercise[]; answers: boolean }) {
  const words = usePracticeWords();
  const { graph } = useStepper();
  // The tasks have a heading of their own above these; the key's are next to the title.
  const Heading = answers ? 'h2' : 'h3';
  const numbered = tasks.map((task, i) => ({ task, n: i + 1 }));
  return PHASES.map((phase) => {
    const own = numbered.filter(({ task }) => graph.nodes[task.ref.node].phase === phase);
    if (own.length === 0) return null;
    return (
      <section key={phase} className={sheetCss.phase}>
        <Heading>{words(`worksheet.phase.${phase}`)}</Heading>
        <ol className={sheetCss.tasks}>
          {own.map(({ task, n }) =>
            answers ? <Worked key={n} task={task} n={n} /> : <Asked key={n} task={task} n={n} />,
          )}
        </ol>
      </section>
    );
  });
}

function Asked({ task, n }: { task: Exercise; n: number }) {
  const { model } = useStepper();
  const formula = `${task.symbol} = ${task.rule ?? task.symbols}`;
  return (
    <li value={n} data-wide={plain(formula).length > LONG.asked || undefined}>
      <p className={sheetCss.what}>
        <b>{n}</b> <Sentence message={numberName(model, task.ref)} />
      </p>
      <p className={sheetCss.line}>
        <Formula tex={`\\displaystyle ${formula} =`} />
        <span className={sheetCss.blank} />
      </p>
    </li>
  );
}

function Worked({ task, n }: { task: Exercise; n: number }) {
  const { symbol, rule, symbols, numbers } = task;
  const steps = [...new Set([symbol, rule ?? symbols, symbols, numbers])].join(' = ');
  return (
    <li value={n} data-wide={plain(steps).length > LONG.worked || undefined}>
      <p className={sheetCss.line}>
        <b>{n}</b>
        <span>
          <Formula tex={`\\displaystyle ${steps} =`} /> <strong className="num">{precise(task.task.exact)}</strong>
        </span>
      </p>
    </li>
  );
}

/** Six digits, without zeros at the end: what is worked with must not be rounded already. */
const exactly = (value: number) => {
  const text = precise(value);
  return text.includes('.') ? text.replace(/\.?0+(?=e|$)/, '') : text;
};

const GROUPS: readonly Given['kind'][] = ['input', 'target', 'weight', 'scalar', 'state', 'other'];

function GivenNumbers({ sheet }: { sheet: Sheet }) {
  const words = usePracticeWords();
  const { graph, traced } = useStepper();
  const updates = sheet.tasks.some(({ ref }) => graph.nodes[ref.node].phase === 'update');
  const groups = GROUPS.map((kind) => ({
    kind,
    given: sheet.given.filter((each) => each.kind === kind),
    constants: kind === 'scalar' && updates ? constantsOf(graph) : [],
  })).filter(({ given, constants }) => given.length + constants.length > 0);
  return (
    <>
      <h2>{words('worksheet.given')}</h2>
      <table className={sheetCss.given}>
        <tbody>
          {groups.map(({ kind, given, constants }) => (
            <tr key={kind}>
              <th scope="row">{words(`worksheet.kind.${kind}`)}</th>
              <td>
                {given.map(({ ref }) => (
                  <span key={`${ref.node} ${ref.element}`}>
                    <Formula tex={elementSymbol(graph, ref.node, ref.element)} /> ={' '}
                    <span className="num">{exactly(traced.values[ref.node][ref.element])}</span>
                  </span>
                ))}
                {constants.map(({ symbol, value }) => (
                  <span key={symbol}>
                    <Formula tex={symbol} /> = <span className="num">{exactly(value)}</span>
                  </span>
                ))}
              </td>
            </tr>
          ))}
          <Rules />
        </tbody>
      </table>
    </>
  );
}

/** The formulas of the network: activations, the loss and the update rule. */
function Rules() {
  const words = usePracticeWords();
  const { graph, model, traced } = useStepper();
  const functions = model.columns.flatMap(({ activation, value }) =>
    activation === null ? [] : [equationOf(graph, [value])],
  );
  const losses = graph.nodes.filter((n) => n.phase === 'loss' && n.role === null).map((n) => equationOf(graph, [n.id]));
  const [first] = graph.updates.keys();
  const lines = graph.nodes.filter((n) => n.role === null && model.owners.get(n.id) === first);
  const trace = { graph, values: traced.values };
  const updates = lines.map(({ id }) => {
    const { left, symbols } = explained(trace, id, 0);
    return `${left} \\leftarrow ${symbols}`;
  });
  const rows = [
    { name: words('worksheet.functions'), formulas: functions },
    { name: words('worksheet.loss'), formulas: losses },
    { name: words('worksheet.optimizer'), formulas: updates },
  ];
  return rows
    .filter(({ formulas }) => formulas.length > 0)
    .map(({ name, formulas }) => (
      <tr key={name}>
        <th scope="row">{name}</th>
        <td>
          {formulas.map((formula) => (
            <span key={formula}>
              <Formula tex={formula} />
            </span>
          ))}
        </td>
      </tr>
    ));
}
