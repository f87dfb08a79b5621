/**
 * Which mistake a wrong answer comes from. Every usual mistake is made on purpose, from the parts that the right answer
 * is made of; the first whose result the answer agrees with is named. So it holds for every operation that can say what
 * its numbers are made of.
 */
import { agrees, agreesTo, nearly } from './agree';
import type { Answer } from './answer';

/** A number with its symbol (LaTeX). */
export interface Part {
  symbol: string;
  value: number;
}

/** A path of the chain rule: what arrives, and what it is multiplied by. */
export interface TaskPath {
  upstream: Part;
  /** The symbol is that of the derivative, ∂z/∂a. */
  local: Part;
}

/** What a number is made of, as far as mistakes are concerned. */
export interface Task {
  exact: number;
  /** What is added up; empty where nothing is. Of a gradient with paths, the paths' products. */
  terms: readonly Part[];
  paths: readonly TaskPath[];
  /** The last of the terms, where it is a bias. */
  bias: Part | null;
  /** What a function of one number was applied to. */
  before: Part | null;
  /** Going back through a function: its own value, which is easily mistaken for its derivative. */
  output: Part | null;
  /** The result if weights had been updated before they were used, or null where no weight takes part. */
  withUpdated: number | null;
  /** Samples that the loss is a mean over. */
  batch: number;
  update: { old: Part; gradient: Part; learningRate: Part } | null;
}

export type MistakeCode =
  | 'sign'
  | 'direction'
  | 'learningRate'
  | 'oldValue'
  | 'stepOnly'
  | 'local'
  | 'upstream'
  | 'added'
  | 'derivative'
  | 'path'
  | 'term'
  | 'onlyTerm'
  | 'bias'
  | 'activation'
  | 'updatedWeight'
  | 'batch'
  | 'batchTwice'
  | 'double'
  | 'half'
  | 'decimalPoint'
  | 'coarse'
  | 'last';

/** A mistake and the symbols that its words need. */
export interface Mistake {
  code: MistakeCode;
  symbols: Readonly<Record<string, string>>;
  /** The sign is wrong besides. */
  signToo: boolean;
}

interface Candidate extends Omit<Mistake, 'signToo'> {
  value: number;
}

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0);

function updateMistakes({ exact, update }: Task): Candidate[] {
  if (update === null) return [];
  const { old, gradient, learningRate } = update;
  const step = exact - old.value;
  const symbols = { weight: old.symbol, gradient: gradient.symbol, rate: learningRate.symbol };
  return [
    { code: 'direction', value: old.value - step, symbols },
    { code: 'oldValue', value: old.value, symbols },
    { code: 'learningRate', value: old.value + step / learningRate.value, symbols },
    { code: 'learningRate', value: old.value - gradient.value, symbols },
    { code: 'stepOnly', value: step, symbols },
    { code: 'stepOnly', value: -step, symbols },
  ];
}

function chainMistakes({ paths, output, withUpdated }: Task): Candidate[] {
  if (paths.length === 0) return [];
  const several = paths.length > 1;
  const [first] = paths;
  const symbols = { upstream: first.upstream.symbol, local: first.local.symbol };
  const upstream = sum(paths.map((path) => path.upstream.value));
  const candidates: Candidate[] = [
    ...(withUpdated === null ? [] : [{ code: 'updatedWeight' as const, value: withUpdated, symbols }]),
    { code: 'local', value: upstream, symbols },
    { code: 'upstream', value: sum(paths.map((path) => path.local.value)), symbols },
  ];
  if (several) {
    for (const path of paths) {
      const own = { upstream: path.upstream.symbol, local: path.local.symbol };
      const others = paths.filter((other) => other !== path);
      const rest = sum(others.map((other) => other.upstream.value * other.local.value));
      candidates.push({ code: 'path', value: rest, symbols: own });
      // One of the paths without its derivative, the others as they should be.
      candidates.push({ code: 'local', value: rest + path.upstream.value, symbols: own });
    }
  } else {
    candidates.push({ code: 'added', value: first.upstream.value + first.local.value, symbols });
    if (output !== null) {
      const named = { ...symbols, output: output.symbol };
      candidates.push({ code: 'derivative', value: first.upstream.value * output.value, symbols: named });
    }
  }
  return candidates;
}

function sumMistakes({ exact, terms, paths, bias }: Task): Candidate[] {
  const candidates: Candidate[] = [];
  if (bias !== null) candidates.push({ code: 'bias', value: exact - bias.value, symbols: { bias: bias.symbol } });
  if (terms.length < 2 || paths.length > 1) return candidates;
  for (const term of terms) {
    if (term === bias) continue;
    candidates.push({ code: 'term', value: exact - term.value, symbols: { term: term.symbol } });
  }
  if (terms.length > 2) {
    for (const term of terms) candidates.push({ code: 'onlyTerm', value: term.value, symbols: { term: term.symbol } });
  }
  return candidates;
}

/** The results of all mistakes that can be made, the likeliest first; those that give the right number left out. */
export function mistakesOf(task: Task): Candidate[] {
  const { exact, before, batch } = task;
  const plain: Candidate[] = [
    { code: 'sign', value: -exact, symbols: {} },
    ...(batch > 1 ? [{ code: 'batch' as const, value: exact * batch, symbols: {} }] : []),
    { code: 'double', value: exact * 2, symbols: {} },
    { code: 'half', value: exact / 2, symbols: {} },
    ...(batch > 1 ? [{ code: 'batchTwice' as const, value: exact / batch, symbols: {} }] : []),
    { code: 'decimalPoint', value: exact * 10, symbols: {} },
    { code: 'decimalPoint', value: exact / 10, symbols: {} },
  ];
  const candidates = [
    ...updateMistakes(task),
    ...(before === null
      ? []
      : [{ code: 'activation' as const, value: before.value, symbols: { before: before.symbol } }]),
    ...chainMistakes(task),
    ...sumMistakes(task),
    ...plain,
  ];
  return candidates.filter(({ value }) => Number.isFinite(value) && !agreesTo(exact, value, 12));
}

/**
 * The mistake that a wrong answer most likely comes from, or null where none fits. An answer that is nearly right is
 * told so first; a right one gives null.
 */
export function diagnose(task: Task, answer: Answer, asked: number): Mistake | null {
  const { exact } = task;
  if (agrees(exact, answer, asked)) return null;
  const near = nearly(exact, answer, asked);
  if (near !== null) return { code: near, symbols: {}, signToo: false };
  // At as many digits as were written, but at two at least: one digit fits too much.
  const digits = Math.max(2, Math.min(asked, answer.digits ?? asked));
  const fits = (value: number) => agreesTo(value, answer.value, digits);
  const candidates = mistakesOf(task);
  const found = candidates.find(({ value }) => fits(value));
  if (found !== undefined) return { code: found.code, symbols: found.symbols, signToo: false };
  const other = candidates.find(({ code, value }) => code !== 'sign' && fits(-value));
  return other === undefined ? null : { code: other.code, symbols: other.symbols, signToo: true };
}
