/** What gives a mistake away: the check of all gradients, and the course of the loss. Small networks show both at once. */
import { useMemo, useState } from 'react';
import { FAULTS } from '@/core/faults';
import { costOf } from '@/core/graph/cost';
import type { CheckedNode, CourseOutput, GradientCheck, Progress } from '@/core/interpreter/client';
import { useDocument } from '@/state';
import { Button, ProgressBar } from '@/ui';
import { useAnswer } from '../check/useAnswer';
import { feedsOf } from '../model/batch';
import { amount } from '../model/format';
import partsCss from '../parts.module.css';
import { useScene } from '../stepper';
import faultsCss from './faults.module.css';
import { CurveSettings, LossCurve } from './LossCurve';
import { UPDATES, useFaults } from './store';
import { useFaultWords } from './words';

/** Seconds that are spent without being asked for. */
const AT_ONCE = { check: 0.001, course: 1.5 };

/** A question that is put at once when its answer is cheap, else when asked for. */
function useAsked(key: string, cheap: boolean): { asked: boolean; ask(): void } {
  const [pressed, setPressed] = useState('');
  return { asked: cheap || pressed === key, ask: () => setPressed(key) };
}

export function Evidence() {
  const words = useFaultWords();
  const { traced } = useScene();
  const course = useCourse();
  return (
    <section className={faultsCss.section} aria-labelledby="stepper-fault-evidence">
      <h3 id="stepper-fault-evidence">{words('evidence.title')}</h3>
      <CheckEvidence key={traced.id} />
      {course.output?.secondCheck && (
        <>
          <h4>{words('evidence.second')}</h4>
          <CheckTable check={course.output.secondCheck} />
        </>
      )}
      <h4>{words('curve.title')}</h4>
      <CurveSettings />
      {!course.asked && <Button onClick={course.ask}>{words('curve.run')}</Button>}
      {course.progress && <Waiting label={words('curve.running')} progress={course.progress} />}
      {course.output ? <LossCurve course={course.output} /> : course.asked && <div className={faultsCss.empty} />}
    </section>
  );
}

function Waiting({ label, progress }: { label: string; progress: Progress }) {
  return <ProgressBar label={label} value={progress.total === 0 ? null : progress.done / progress.total} />;
}

/** The course of the loss from the trace that is looked at. */
function useCourse(): { output: CourseOutput | null; progress: Progress | null; asked: boolean; ask(): void } {
  const { traced, graph } = useScene();
  const updates = UPDATES[useFaults((s) => s.updates)];
  const { seed } = useDocument().training;
  const { network, optimizer, fault } = traced;
  const key = `${traced.id} ${updates}`;
  const { asked, ask } = useAsked(key, 2 * updates * costOf(graph).seconds < AT_ONCE.course);
  const feeds = useMemo(() => {
    const { checkpoint, samples, edits, learningRate } = traced;
    return asked ? feedsOf(graph, checkpoint, samples, edits, { learningRate, seed }) : [];
  }, [asked, traced, graph, seed]);
  const known = fault !== null && FAULTS[fault.kind] !== undefined;
  const answer = useAnswer(asked && known ? key : null, 'course', {
    network,
    optimizer,
    batchSize: graph.batchSize,
    fault: fault ?? { kind: '' },
    feeds,
    updates,
  });
  return { ...answer, asked, ask };
}

function CheckEvidence() {
  const words = useFaultWords();
  const { traced, graph } = useScene();
  const key = `check ${traced.id}`;
  const { asked, ask } = useAsked(key, costOf(graph).seconds < AT_ONCE.check);
  const { output, progress } = useAnswer(asked ? key : null, 'checkAll', null);
  return (
    <>
      <h4>{words('evidence.check')}</h4>
      {!asked && <Button onClick={ask}>{words('evidence.run')}</Button>}
      {progress && <Waiting label={words('evidence.running')} progress={progress} />}
      <div role="status">{output && <CheckTable check={output} id="stepper-fault-check" />}</div>
    </>
  );
}

/** Tensors in the order in which they disagree, and the verdict above them. */
function CheckTable({ check: { nodes }, id }: { check: GradientCheck; id?: string }) {
  const words = useFaultWords();
  const wrong = nodes.filter((node) => node.wrong > 0);
  const relative = (node: CheckedNode) => node.worst?.relative ?? 0;
  const worst = Math.max(0, ...nodes.map(relative));
  return (
    <div id={id}>
      <p className={faultsCss.verdict} data-right={wrong.length === 0}>
        {wrong.length === 0
          ? words('evidence.passes', { count: nodes.length })
          : words('evidence.fails', { count: wrong.length, of: nodes.length, worst: amount(worst) })}
      </p>
      <details className={faultsCss.more} open={wrong.length > 0 && nodes.length <= 8}>
        <summary>{words('evidence.table')}</summary>
        <table className={`${partsCss.table} ${faultsCss.check}`}>
          <thead>
            <tr>
              <th scope="col">{words('evidence.of')}</th>
              <th scope="col">{words('evidence.relative')}</th>
              <th scope="col">{words('evidence.wrong')}</th>
            </tr>
          </thead>
          <tbody>
            {nodes.map((node) => (
              <tr key={node.name} data-wrong={node.wrong > 0}>
                <th scope="row">{node.name}</th>
                <td className="num">{node.worst === null ? '–' : amount(relative(node))}</td>
                <td className="num">{words('evidence.part', { wrong: node.wrong, checked: node.checked })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}
