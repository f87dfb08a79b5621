/**
 * A hidden number as an exercise: the formula it follows from, what it is made of (so that mistakes can be told apart),
 * and hints that go from a question to the numbers. Read off explanations, whatever the operation is.
 */
import { formatNumber } from '@/core/expr';
import type { Explanation, Trace } from '@/core/graph/types';
import { elementSymbol } from '@/core/interpreter/explain';
import { type ElementRef, isGiven } from '@/core/interpreter/timeline';
import type { Part, Task, TaskPath } from '@/core/practice/diagnose';
import { explained } from '../model/explained';
import { boxed } from '../model/hidden';
import { definitionOf, type Message, tex } from '../model/message';
import { chainRule, type Path, pathsOf } from '../model/paths';

export interface Exercise {
  ref: ElementRef;
  /** LaTeX of the number asked for. */
  symbol: string;
  /** The formula's right-hand side in symbols; with the derivatives by name, where it is the chain rule. */
  symbols: string;
  rule: string | null;
  /** What is shown of it with the question: of a single path, what arrives, and a gap. */
  asked: string;
  /** What is asked, in words. */
  question: Message;
  /** With numbers put in, those that are hidden left out. */
  numbers: string;
  task: Task;
  /** From a question to the formula with numbers, one after the other. Keys of the catalogue `practice`. */
  hints: Message[];
}

const hint = (key: string, params: Message['params'] = {}): Message => ({ key: `hint.${key}`, params });

/** A negative number after a plus needs brackets. */
const added = (written: string) => (written.startsWith('-') ? `\\left(${written}\\right)` : written);

/** The weighted sum that a bias is added to, where an element is such a sum. */
function sumBefore(trace: Trace, ref: ElementRef): { sum: Explanation; bias: Part } | null {
  const node = trace.graph.nodes[ref.node];
  if (definitionOf(node) !== 'biasAdd') return null;
  const [first, second] = explained(trace, ref.node, ref.element).terms.map(({ factors }) => factors[0]);
  if (first === undefined || second === undefined || isGiven(trace.graph.nodes[first.node])) return null;
  const sum = explained(trace, first.node, first.element);
  if (sum.kind !== 'sumOfProducts') return null;
  return { sum, bias: { symbol: elementSymbol(trace.graph, second.node, second.element), value: second.value } };
}

const productSymbol = (trace: Trace, { factors }: Explanation['terms'][number]) =>
  factors.map((factor) => elementSymbol(trace.graph, factor.node, factor.element)).join(' \\cdot ');

function termsOf(trace: Trace, explanation: Explanation): Part[] {
  const { kind, terms, node } = explanation;
  const adds = kind === 'sumOfProducts' || kind === 'sum' || definitionOf(trace.graph.nodes[node]) === 'sum of paths';
  if (!adds) return [];
  return terms.map((term) => ({ symbol: productSymbol(trace, term), value: term.value }));
}

const taskPath = ({ upstream, upstreamSymbol, local, localRatio, localSymbol }: Path): TaskPath => ({
  upstream: { symbol: upstreamSymbol, value: upstream.value },
  local: { symbol: localRatio ?? localSymbol, value: local },
});

/** The result with the new weights in place of the old, or null where no weight that is updated takes part. */
function withUpdated({ graph, values }: Trace, { terms, kind }: Explanation): number | null {
  if (kind !== 'sumOfProducts') return null;
  let replaced = false;
  let total = 0;
  for (const { factors } of terms) {
    let product = 1;
    for (const { node, element, value } of factors) {
      const { role, name } = graph.nodes[node];
      const updated = role === 'weight' ? graph.updates.get(name) : undefined;
      if (updated !== undefined) replaced = true;
      product *= updated === undefined ? value : values[updated][element];
    }
    total += product;
  }
  return replaced ? total : null;
}

function updateOf({ graph, values }: Trace, ref: ElementRef): Task['update'] {
  const name = [...graph.updates].find(([, node]) => node === ref.node)?.[0];
  const weight = graph.weights.find((w) => w.name === name);
  const gradient = weight && graph.gradients.get(weight.node);
  const rate = graph.scalars.get('learningRate');
  if (weight === undefined || gradient === undefined || rate === undefined) return null;
  const part = (node: number, element: number): Part => ({
    symbol: elementSymbol(graph, node, element),
    value: values[node][element],
  });
  return { old: part(weight.node, ref.element), gradient: part(gradient, ref.element), learningRate: part(rate, 0) };
}

/** What a function of one number was applied to, forwards; its own value, backwards. */
function functionParts(trace: Trace, ref: ElementRef, paths: readonly Path[]): Pick<Task, 'before' | 'output'> {
  const { graph, values } = trace;
  const node = graph.nodes[ref.node];
  const part = (id: number): Part => ({
    symbol: elementSymbol(graph, id, ref.element),
    value: values[id][ref.element],
  });
  const alike = (id: number) => values[id].length === values[node.id].length;
  if (node.op !== 'elementwise') return { before: null, output: null };
  if (node.phase === 'forward' && node.inputs.length === 1 && alike(node.inputs[0])) {
    return { before: part(node.inputs[0]), output: null };
  }
  const through = paths.length === 1 ? graph.nodes[paths[0].upstream.node].gradientOf : null;
  const output = through !== null && alike(through) && graph.nodes[through].phase === 'forward' ? part(through) : null;
  return { before: null, output };
}

/**
 * The exercise of an element.
 * @param trace all numbers, to mark by.
 * @param shown the same without hidden ones, to show.
 */
export function exerciseOf(trace: Trace, shown: Trace, ref: ElementRef): Exercise {
  const { graph } = trace;
  const node = graph.nodes[ref.node];
  const explanation = explained(trace, ref.node, ref.element);
  const visible = explained(shown, ref.node, ref.element);
  const paths = pathsOf(trace, explanation);
  const chain = chainRule(paths);
  const chainShown = chainRule(pathsOf(shown, visible));
  const summed = sumBefore(trace, ref);
  const summedShown = sumBefore(shown, ref);
  const terms = summed ? [...termsOf(trace, summed.sum), summed.bias] : termsOf(trace, explanation);
  const task: Task = {
    exact: explanation.value,
    terms,
    paths: paths.map(taskPath),
    bias: summed?.bias ?? null,
    ...functionParts(trace, ref, paths),
    withUpdated: withUpdated(trace, explanation),
    batch: graph.batchSize,
    update: updateOf(trace, ref),
  };
  const symbols = summed ? `${summed.sum.symbols} + ${summed.bias.symbol}` : (chain?.symbols ?? explanation.symbols);
  const numbers = summedShown
    ? `${summedShown.sum.numbers} + ${added(formatNumber(summedShown.bias.value))}`
    : (chainShown?.numbers ?? visible.numbers);
  const single = paths.length === 1 ? taskPath(paths[0]) : null;
  const exercise = {
    ref,
    asked:
      single && node.gradientOf !== null
        ? `\\bwd{${single.upstream.symbol}} \\cdot \\boxed{?}`
        : (chain?.rule ?? symbols),
    question: questionOf(trace, ref),
    symbol: explanation.left,
    symbols,
    rule: chain?.rule ?? null,
    numbers: boxed(shown, numbers),
    task,
  };
  return { ...exercise, hints: hintsOf(exercise, node.phase, endsOf(trace, ref, paths)) };
}

function questionOf({ graph }: Trace, { node: id, element }: ElementRef): Message {
  const node = graph.nodes[id];
  const symbol = tex(elementSymbol(graph, node.gradientOf ?? id, element));
  if (node.gradientOf !== null) return { key: 'question.gradient', params: { symbol } };
  const updated = [...graph.updates.values()].includes(id);
  return { key: `question.${updated ? 'update' : id === graph.loss ? 'loss' : 'value'}`, params: { symbol } };
}

/** What the only path leads from and to: the two values that the missing derivative stands between. */
function endsOf(
  { graph, values }: Trace,
  ref: ElementRef,
  paths: readonly Path[],
): { from: string; to: string } | null {
  const to = graph.nodes[ref.node].gradientOf;
  if (to === null || paths.length !== 1) return null;
  const { upstream } = paths[0];
  const from = graph.nodes[upstream.node].gradientOf;
  if (from === null || values[to].length !== values[ref.node].length) return null;
  return { from: tex(elementSymbol(graph, from, upstream.element)), to: tex(elementSymbol(graph, to, ref.element)) };
}

function hintsOf(
  { symbol, symbols, rule, numbers, task }: Omit<Exercise, 'hints'>,
  phase: string,
  ends: { from: string; to: string } | null,
): Message[] {
  const last = [
    hint('formula', { formula: tex(`\\displaystyle ${symbol} = ${symbols}`) }),
    hint('numbers', { formula: tex(`\\displaystyle ${numbers}`) }),
  ];
  const { paths, terms, before, bias, update } = task;
  if (update !== null)
    return [hint('update', { weight: tex(update.old.symbol), gradient: tex(update.gradient.symbol) }), ...last];
  if (paths.length > 1) return [hint('paths', { symbol: tex(symbol), count: paths.length }), ...last];
  if (paths.length === 1) {
    const [{ upstream, local }] = paths;
    const params = { upstream: tex(upstream.symbol), local: tex(local.symbol) };
    const formula = hint('formula', { formula: tex(`\\displaystyle ${symbol} = ${rule ?? symbols} = ${symbols}`) });
    return [ends === null ? hint('chain', params) : hint('between', ends), formula, last[1]];
  }
  if (bias !== null) return [hint('sumBias', { count: terms.length - 1, bias: tex(bias.symbol) }), ...last];
  if (terms.length > 1) return [hint('sum', { count: terms.length }), ...last];
  if (before !== null) return [hint('function', { before: tex(before.symbol) }), ...last];
  return [hint(phase === 'loss' ? 'loss' : 'other', { symbol: tex(symbol) }), ...last];
}
