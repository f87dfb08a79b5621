/**
 * Expressions over whole arrays: each instruction is one tight loop over a block small enough to stay in cache.
 *
 * What depends on scalars alone is computed once. The loops of the cheap functions repeat the table in `functions.ts`
 * because a call through the table costs more than the arithmetic itself; a test holds every loop to the table.
 */
import { argumentIndex } from './compile';
import { ExprError } from './errors';
import { applyFunction, FUNCTIONS } from './functions';
import { type CallInstruction, linearize } from './program';
import type { Expr, FunctionName } from './types';

const BLOCK = 2048;

type Values = Float64Array;
/** Writes `out[i]` for i < n. `out` may be one of the operands. */
type Loop = (out: Values, n: number, a: Values, b: Values, c: Values) => void;

const LOOPS: Partial<Record<FunctionName, Loop>> = {
  add: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] + b[i];
  },
  sub: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] - b[i];
  },
  mul: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] * b[i];
  },
  div: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] / b[i];
  },
  neg: (out, n, a) => {
    for (let i = 0; i < n; i++) out[i] = -a[i];
  },
  abs: (out, n, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.abs(a[i]);
  },
  sqrt: (out, n, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.sqrt(a[i]);
  },
  exp: (out, n, a) => {
    for (let i = 0; i < n; i++) out[i] = Math.exp(a[i]);
  },
  min: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = Math.min(a[i], b[i]);
  },
  max: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = Math.max(a[i], b[i]);
  },
  lt: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] < b[i] ? 1 : 0;
  },
  gt: (out, n, a, b) => {
    for (let i = 0; i < n; i++) out[i] = a[i] > b[i] ? 1 : 0;
  },
  where: (out, n, a, b, c) => {
    for (let i = 0; i < n; i++) out[i] = a[i] !== 0 ? b[i] : c[i];
  },
};

const square: Loop = (out, n, a) => {
  for (let i = 0; i < n; i++) out[i] = a[i] * a[i];
};

function loopOf(fn: FunctionName): Loop {
  const special = LOOPS[fn];
  if (special) return special;
  const f = FUNCTIONS[fn];
  return (out, n, a, b, c) => {
    for (let i = 0; i < n; i++) out[i] = f(a[i], b[i], c[i]);
  };
}

/** One value of the program: a number for all elements, an input array, or a block to be computed. */
type Slot =
  | { kind: 'scalar'; value: number; filled: Values | null }
  | { kind: 'input'; data: Values | Float32Array; block: Values | null }
  | { kind: 'block'; block: Values; run: (from: number, n: number, out: Values) => void };

/** The slot's values from element `from` on; scalars are spread over a block once. */
function view(slot: Slot, from: number, n: number, size: number): Values {
  if (slot.kind === 'block') return slot.block;
  if (slot.kind === 'scalar') {
    slot.filled ??= new Float64Array(size).fill(slot.value);
    return slot.filled;
  }
  if (slot.data instanceof Float64Array) return slot.data.subarray(from, from + n);
  slot.block ??= new Float64Array(size);
  slot.block.set(slot.data.subarray(from, from + n));
  return slot.block;
}

function callSlot(instruction: CallInstruction, slots: readonly Slot[], size: number): Slot {
  const operands = instruction.args.map((i) => slots[i]);
  const scalars = operands.flatMap((slot) => (slot.kind === 'scalar' ? [slot.value] : []));
  if (scalars.length === operands.length) {
    return { kind: 'scalar', value: applyFunction(instruction.fn, scalars), filled: null };
  }
  const [a, b = a, c = a] = operands;
  const squares = instruction.fn === 'pow' && b.kind === 'scalar' && b.value === 2;
  const loop = squares ? square : loopOf(instruction.fn);
  return {
    kind: 'block',
    block: new Float64Array(size),
    run: (from, n, out) => loop(out, n, view(a, from, n, size), view(b, from, n, size), view(c, from, n, size)),
  };
}

/**
 * Evaluates `expr` for each element i < `length`: `args[k]` is `inputs[k][i]`, or `inputs[k]` itself where it is a
 * number. Returns a new array of `length` values, each what `evaluate` would give.
 * Throws `missingSymbol` for a symbol that is no argument and `wrongLength` for an input shorter than `length`.
 */
export function mapArrays(
  expr: Expr,
  args: readonly string[],
  inputs: readonly (Float64Array | Float32Array | number)[],
  length: number,
): Float64Array {
  const slots: Slot[] = [];
  const size = Math.min(BLOCK, length);
  for (const instruction of linearize(expr)) {
    if (instruction.kind === 'const') slots.push({ kind: 'scalar', value: instruction.value, filled: null });
    else if (instruction.kind === 'call') slots.push(callSlot(instruction, slots, size));
    else {
      const input = inputs[argumentIndex(args, instruction.name)];
      if (typeof input === 'number') slots.push({ kind: 'scalar', value: input, filled: null });
      else if (input === undefined || input.length < length) {
        throw new ExprError('wrongLength', { name: instruction.name, expected: length, actual: input?.length ?? 0 });
      } else slots.push({ kind: 'input', data: input, block: null });
    }
  }
  const result = new Float64Array(length);
  const last = slots[slots.length - 1];
  if (last.kind === 'scalar') return result.fill(last.value);
  if (last.kind === 'input') {
    result.set(last.data.subarray(0, length));
    return result;
  }
  const blocks = slots.filter((slot) => slot.kind === 'block');
  for (let from = 0; from < length; from += BLOCK) {
    const n = Math.min(BLOCK, length - from);
    for (const slot of blocks) slot.run(from, n, slot === last ? result.subarray(from, from + n) : slot.block);
  }
  return result;
}
