/**
 * What happens in this step, or what is to be known about the selected element: one sentence first, then the formula,
 * then the checks.
 */
import { memo } from 'react';
import type { Graph } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { inlined } from '@/core/interpreter/notation';
import { type ElementRef, elementsOf, type Step } from '@/core/interpreter/timeline';
import { Button, Panel } from '@/ui';
import layoutCss from '../layout.module.css';
import { anchor, gradientSource, lineage, locate } from '../model/network';
import { SymbolButton } from '../SymbolButton';
import { select, useSession } from '../session';
import { Unhurried, useStepper } from '../stepper';
import { Sentence, useWords } from '../words';
import { CellBlock } from './CellBlock';
import { CheckBlock } from './CheckBlock';
import detailCss from './detail.module.css';
import { ElementPicker } from './ElementPicker';
import { FormulaBlock } from './FormulaBlock';
import { NextBlock } from './NextBlock';
import { PreviewBlock } from './PreviewBlock';
import { described, earlierParts } from './shown';
import { UpdateBlock } from './UpdateBlock';
import { WhereBlock } from './WhereBlock';

export function DetailPanel() {
  const words = useWords();
  const stepper = useStepper();
  const selection = useSession((s) => s.selection);
  const { step } = stepper;
  const phase = selection ? null : (step?.phase ?? null);
  const shown = described(stepper, selection);
  const title = (
    <span className={detailCss.detailTitle} data-phase={phase ?? undefined}>
      {phase && (
        <>
          <span className={detailCss.phaseName}>{words(`phase.${phase}`)}</span>
          {' · '}
        </>
      )}
      <Sentence message={shown.title} />
    </span>
  );
  const actions = selection && (
    <Button variant="quiet" id="stepper-back" onClick={() => select(null)}>
      {words('detail.back')}
    </Button>
  );
  return (
    <Panel title={title} actions={actions} className={layoutCss.detail} id="stepper-detail">
      <p className={detailCss.sentence}>
        <Sentence message={shown.sentence} />
      </p>
      <Unhurried>
        <Blocks />
      </Unhurried>
    </Panel>
  );
}

/** All below the sentence. */
const Blocks = memo(function Blocks() {
  const { step } = useStepper();
  const selection = useSession((s) => s.selection);
  return (
    <>
      {selection ? <SelectionBlocks selection={selection} /> : step ? <StepBlocks step={step} /> : <StartHints />}
      {!selection && <NextBlock />}
      <ElementPicker />
    </>
  );
});

function StartHints() {
  const words = useWords();
  const { model } = useStepper();
  return (
    <ul className={detailCss.hints}>
      {['step', model.columns.some(({ maps }) => maps) ? 'maps' : 'select', 'edit'].map((hint) => (
        <li key={hint}>{words(`hint.${hint}`)}</li>
      ))}
    </ul>
  );
}

/** A step: the number in focus, the other numbers of the same thought before it, and at the end the whole update. */
function StepBlocks({ step }: { step: Step }) {
  const { focus, model } = useStepper();
  const notation = useSession((s) => s.notation);
  if (focus === null) return null;
  // In other notations than the index form the sum before a bias is part of the line with the bias.
  const inside = notation === 'index' ? null : inlined(model.graph, model.graph.nodes[focus.node]);
  const earlier = earlierParts(step, focus).filter(({ node }) => node !== inside?.id);
  const weight = step.phase === 'update' ? anchor(model, focus) : null;
  const anchored = model.graph.weights.find((w) => w.node === weight?.node)?.name;
  // A line with one number for the whole weight is shown among the weight's other lines.
  const name = anchored ?? (step.phase === 'update' ? (step.weight ?? undefined) : undefined);
  return (
    <>
      {name !== undefined ? (
        <>
          <UpdateBlock weight={name} element={anchored === undefined ? 0 : (weight?.element ?? 0)} />
          <CellBlock element={focus} />
        </>
      ) : (
        <>
          <WhereBlock element={focus} />
          {[...earlier, focus].map((ref) => (
            <Opened key={ref.node} element={ref} />
          ))}
        </>
      )}
      <PartList step={step} focus={focus} />
      {step.phase === 'update' && <PreviewBlock />}
      <CheckBlock element={focus} />
    </>
  );
}

/** An element in pictures where there are any, and as a formula. */
function Opened({ element, title = null }: { element: ElementRef; title?: string | null }) {
  return (
    <>
      {title !== null && <h3 className={detailCss.openedTitle}>{title}</h3>}
      <CellBlock element={element} />
      <FormulaBlock element={element} />
    </>
  );
}

const LISTED = 12;

/** The other numbers this step computes. */
function PartList({ step, focus }: { step: Step; focus: ElementRef }) {
  const words = useWords();
  const { graph, model } = useStepper();
  // A gradient by the symbol of what it is the gradient of: fractions are too small to read here.
  const shortSymbol = (ref: ElementRef) => {
    const at = step.phase === 'backward' ? (anchor(model, ref) ?? ref) : ref;
    return elementSymbol(graph, at.node, at.element);
  };
  const refs = step.parts.flatMap((part) =>
    [...limited(elementsOf(part), LISTED)].map((element) => ({ node: part.node, element })),
  );
  const total = step.parts.reduce((sum, part) => sum + part.count, 0);
  if (total < 2) return null;
  const shown = refs.slice(0, LISTED);
  return (
    <section className={detailCss.block}>
      <h3>{words(step.phase === 'backward' ? 'detail.computesGradients' : 'detail.computes', { count: total })}</h3>
      <div className={detailCss.parts}>
        {shown.map((ref) => (
          <SymbolButton
            key={`${ref.node} ${ref.element}`}
            tex={shortSymbol(ref)}
            node={ref.node}
            element={ref.element}
            className={detailCss.part}
            current={ref.node === focus.node && ref.element === focus.element}
          />
        ))}
        {total > shown.length && (
          <span className="small muted">{words('detail.more', { count: total - shown.length })}</span>
        )}
      </div>
    </section>
  );
}

function* limited<T>(items: Iterable<T>, most: number): Generator<T> {
  let count = 0;
  for (const item of items) {
    if (count++ >= most) return;
    yield item;
  }
}

/** The nodes that led to the same place, without those that only laid the numbers out anew. */
function worked(graph: Graph, id: number): number[] {
  const chain = lineage(graph, id);
  const own = chain.filter((node) => graph.nodes[node].op !== 'reshape');
  return own.length > 0 ? own : chain;
}

/** A selected element: how its value came about, how its gradient did, and for a weight its update. */
function SelectionBlocks({ selection }: { selection: ElementRef }) {
  const words = useWords();
  const { graph, model } = useStepper();
  const place = locate(model, selection);
  const at = anchor(model, selection) ?? selection;
  const onColumn = place?.kind === 'neuron' ? model.columns[place.column] : null;
  const source = onColumn && onColumn.value === at.node ? gradientSource(model, onColumn) : at.node;
  const gradient = graph.gradients.get(source);
  const weight = graph.weights.find((w) => w.node === at.node);
  const inner = at.node !== selection.node && gradient !== selection.node;
  // New values are checked themselves, others by their gradient where they have one.
  const updates = graph.nodes[selection.node].phase === 'update';
  const checked = updates ? selection : gradient === undefined ? at : { node: gradient, element: at.element };
  // A cell of a map is opened down to the sum or the window it was made from.
  const line = place?.kind === 'cell' && graph.nodes[at.node].role === null ? worked(graph, at.node) : [at.node];
  return (
    <>
      <WhereBlock element={selection} />
      {inner && <Opened element={selection} />}
      {line.map((node, i) => (
        <Opened key={node} element={{ node, element: at.element }} title={i === 0 ? words('detail.value') : null} />
      ))}
      {gradient !== undefined && (
        <Opened element={{ node: gradient, element: at.element }} title={words('detail.gradient')} />
      )}
      {weight !== undefined && graph.updates.has(weight.name) && (
        <UpdateBlock weight={weight.name} element={at.element} />
      )}
      <CheckBlock element={checked} />
    </>
  );
}
