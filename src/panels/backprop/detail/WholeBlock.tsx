/**
 * How a whole array came about, as matrix algebra or as code for NumPy: the line itself, what the signs in it mean, the
 * arrays that go in and come out with their shapes and numbers, and the element in focus among them.
 */
import { useMemo } from 'react';
import { formulaNumber, linkedNumber } from '@/core/expr';
import { positionOf, sizeOf } from '@/core/graph/shape';
import type { Explanation } from '@/core/graph/types';
import { codeName, wholeOf, wholeSymbol } from '@/core/interpreter/notation';
import type { ElementRef } from '@/core/interpreter/timeline';
import { VisuallyHidden } from '@/ui';
import { isKnown } from '../model/moment';
import { plain } from '../model/symbols';
import { type ArrayTex, arrayTex, axisNames, notesOf, positionLike } from '../model/whole';
import { SymbolButton } from '../SymbolButton';
import { useStepper } from '../stepper';
import detailCss from './detail.module.css';
import { LinkedFormula } from './LinkedFormula';
import { useNotationWords } from './notationWords';

/** Matrices of so many columns together are put into the formula. */
const FIT = 7;
/** What has not been computed yet, unlike what is left out. */
const UNKNOWN = '\\cdot\\;\\cdot\\;\\cdot';

export interface WholeProps {
  element: ElementRef;
  explanation: Explanation;
  notation: 'matrix' | 'code';
}

/** The line itself. */
export function WholeLine({ node: id, notation }: { node: number; notation: 'matrix' | 'code' }) {
  const words = useNotationWords();
  const { graph } = useStepper();
  const whole = useMemo(() => wholeOf(graph, id), [graph, id]);
  if (notation === 'matrix') {
    return <LinkedFormula fit tex={`\\displaystyle ${whole.left} ${whole.relation} ${whole.right}`} />;
  }
  return (
    <section className={detailCss.code} aria-label={words('codeLabel', { symbol: plain(whole.left) })}>
      <pre>
        {whole.code.map((line, i) => (
          <code key={i}>{`${line}\n`}</code>
        ))}
      </pre>
    </section>
  );
}

export function WholeBlock({ element: ref, explanation, notation }: WholeProps) {
  const words = useNotationWords();
  const { graph, moment, sample } = useStepper();
  const whole = useMemo(() => wholeOf(graph, ref.node), [graph, ref.node]);
  const node = graph.nodes[ref.node];
  const factors = explanation.terms.flatMap((term) => term.factors);
  const own = positionOf(node.shape, ref.element)[0] ?? 0;
  const arrays = [...whole.inputs, ref.node].map((id) => {
    const array = graph.nodes[id];
    // The number of this array that the one in focus was made from.
    const factor = id === ref.node ? ref : factors.find((f) => f.node === id);
    const at = factor
      ? positionOf(array.shape, factor.element)
      : positionLike(graph, array, node, ref.element, node.shape[0] === graph.batchSize ? own : sample);
    const number = (element: number) => {
      if (!isKnown(moment, id, element)) return UNKNOWN;
      const value = moment.values[id][element];
      return linkedNumber(id, element, value, formulaNumber(value));
    };
    const written = arrayTex(graph, array, { at, number, marked: id === ref.node ? ref.element : null });
    return { id, array, written, element: factor?.element ?? 0 };
  });
  const inputs = arrays.slice(0, -1);
  const small = inputs.every(({ written }) => written.complete);
  const columns = inputs.reduce((sum, { written }) => sum + written.columns, 0);
  const put =
    notation === 'matrix' && small && columns <= FIT && node.op !== 'leaf'
      ? wholeOf(graph, ref.node, (id) => inputs.find((input) => input.id === id)?.written.tex ?? null).right
      : null;
  // A single number is written below as the result.
  const listed = arrays.filter(({ id, array }) => (id === ref.node ? array.shape.length > 0 : put === null));
  const notes = notesOf(notation, notation === 'matrix' ? whole.right : whole.code.join('\n'));
  return (
    <>
      {notes.length > 0 && (
        <ul className={detailCss.notes}>
          {notes.map((note) => (
            <li key={note}>{words(`note.${note}`)}</li>
          ))}
        </ul>
      )}
      {put !== null && (
        <div className={detailCss.put}>
          <LinkedFormula fit tex={`\\displaystyle ${whole.left} ${whole.relation} ${put}`} />
        </div>
      )}
      {put !== null && (
        <ul className={detailCss.shapes}>
          {inputs.map(({ id, element }) => (
            <li key={id}>
              <ArrayName node={id} element={element} notation={notation} />
            </li>
          ))}
        </ul>
      )}
      <ul className={detailCss.arrays}>
        {listed.map(({ id, array, written, element }) => (
          <li key={id}>
            <ArrayName node={id} element={element} notation={notation} />
            <span className={detailCss.arrayNumbers}>
              <LinkedFormula fit tex={written.tex} />
              {!written.complete && <SliceText slice={written.slice} size={sizeOf(array.shape)} />}
            </span>
          </li>
        ))}
      </ul>
    </>
  );
}

/** An array's symbol, or its name in code, as a button that opens its number, with its shape. */
function ArrayName({ node: id, element, notation }: { node: number; element: number; notation: 'matrix' | 'code' }) {
  const { graph } = useStepper();
  const name = codeName(graph, id).replaceAll('_', '\\_');
  return (
    <span className={detailCss.arrayName}>
      <SymbolButton
        tex={notation === 'matrix' ? `\\displaystyle ${wholeSymbol(graph, id)}` : `\\texttt{${name}}`}
        node={id}
        element={element}
      />
      <ShapeText node={id} notation={notation} />
    </span>
  );
}

/** `[4, 2]`, or `(4, 2)` as Python has it, with the names of the axes. */
function ShapeText({ node: id, notation }: { node: number; notation: 'matrix' | 'code' }) {
  const words = useNotationWords();
  const { graph } = useStepper();
  const node = graph.nodes[id];
  const { shape } = node;
  if (shape.length === 0) return null;
  const names = axisNames(graph, node).map((name, i) => words(`axes.${name}`, { n: i + 1 }));
  const sizes = shape.join(', ');
  return (
    <span className={detailCss.shape} title={names.join(' × ')}>
      <span className="num">{notation === 'matrix' ? `[${sizes}]` : `(${sizes}${shape.length === 1 ? ',' : ''})`}</span>
      <VisuallyHidden>{names.join(', ')}</VisuallyHidden>
      <span aria-hidden="true">{names.join(' × ')}</span>
    </span>
  );
}

/** Which part of a large array is shown, and how many numbers it has. */
function SliceText({ slice, size }: { slice: ArrayTex['slice']; size: number }) {
  const words = useNotationWords();
  const of = words('of', { count: size });
  if (slice === null) return <span className="small muted">{of}</span>;
  const { kind, position } = slice;
  const where =
    kind === 'image'
      ? words('slice', { sample: position[0] + 1, channel: position[3] + 1 })
      : kind === 'sample'
        ? words('sliceSample', { sample: position[0] + 1 })
        : words('sliceWeight', { channel: position[2] + 1, filter: (position[3] ?? 0) + 1 });
  return (
    <span className="small muted">
      {where} · {of}
    </span>
  );
}
