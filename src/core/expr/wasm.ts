/**
 * Expressions as WebAssembly: one loop over arrays, four float32 at a time, whatever the expression holds. It takes what
 * the instruction set has by itself (arithmetic, roots, extremes, comparisons, choices); an expression with exp, tanh and
 * the like has no such form. Intermediate results stay in registers: an optimizer's line is one pass over memory.
 *
 * The binary format and the opcodes: WebAssembly Core Specification 2.0, sections 5.4 and 5.5.
 */
import { linearize } from './program';
import type { Expr, FunctionName } from './types';

/** Sections, types and instructions, as the format numbers them. */
const I32 = 0x7f;
const F32 = 0x7d;
const V128 = 0x7b;

/** Lanes: the vector loop's type and instructions, or the scalar ones for what is left at the end. */
interface Lanes {
  type: number;
  load: number[];
  store: number[];
  constant(value: number): number[];
  unary: Partial<Record<FunctionName, number[]>>;
  binary: Partial<Record<FunctionName, number[]>>;
  compare: Partial<Record<FunctionName, number[]>>;
  /** Turns the result of a comparison into 1 or 0. */
  asNumber: number[];
  /** Chooses by the result of a comparison; on the stack: value if true, value if false, comparison. */
  choose: number[];
}

/** Unsigned LEB128. */
function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  do {
    const byte = rest & 0x7f;
    rest >>>= 7;
    bytes.push(rest > 0 ? byte | 0x80 : byte);
  } while (rest > 0);
  return bytes;
}

/** Signed LEB128. */
function signed(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (;;) {
    const byte = rest & 0x7f;
    rest >>= 7;
    if ((rest === 0 && (byte & 0x40) === 0) || (rest === -1 && (byte & 0x40) !== 0)) return [...bytes, byte];
    bytes.push(byte | 0x80);
  }
}

const float32 = (value: number) => [...new Uint8Array(Float32Array.of(value).buffer)];
const simd = (opcode: number) => [0xfd, ...unsigned(opcode)];
const vectorConstant = (value: number) => [
  ...simd(0x0c),
  ...float32(value),
  ...float32(value),
  ...float32(value),
  ...float32(value),
];
const scalarConstant = (value: number) => [0x43, ...float32(value)];

const VECTOR: Lanes = {
  type: V128,
  load: [...simd(0x00), 2, 0],
  store: [...simd(0x0b), 2, 0],
  constant: vectorConstant,
  unary: { abs: simd(0xe0), neg: simd(0xe1), sqrt: simd(0xe3), floor: simd(0x68) },
  binary: { add: simd(0xe4), sub: simd(0xe5), mul: simd(0xe6), div: simd(0xe7), min: simd(0xe8), max: simd(0xe9) },
  compare: { eq: simd(0x41), ne: simd(0x42), lt: simd(0x43), gt: simd(0x44), le: simd(0x45), ge: simd(0x46) },
  asNumber: [...vectorConstant(1), ...simd(0x4e)],
  choose: simd(0x52),
};

const SCALAR: Lanes = {
  type: F32,
  load: [0x2a, 2, 0],
  store: [0x38, 2, 0],
  constant: scalarConstant,
  unary: { abs: [0x8b], neg: [0x8c], sqrt: [0x91], floor: [0x8e] },
  binary: { add: [0x92], sub: [0x93], mul: [0x94], div: [0x95], min: [0x96], max: [0x97] },
  compare: { eq: [0x5b], ne: [0x5c], lt: [0x5d], gt: [0x5e], le: [0x5f], ge: [0x60] },
  asNumber: [0xb2],
  choose: [0x1b],
};

const get = (local: number) => [0x20, ...unsigned(local)];
const set = (local: number) => [0x21, ...unsigned(local)];
const integer = (value: number) => [0x41, ...signed(value)];
const ADD = 0x6a;
const AND = 0x71;
const LESS = 0x48;

/** Powers that are a few multiplications or roots; `x` pushes the base. */
function powerOf(exponent: number, x: number[], lanes: Lanes): number[] | null {
  const { mul, div } = lanes.binary as Required<typeof lanes.binary>;
  const { sqrt } = lanes.unary as Required<typeof lanes.unary>;
  switch (exponent) {
    case 1:
      return x;
    case 2:
      return [...x, ...x, ...mul];
    case 3:
      return [...x, ...x, ...mul, ...x, ...mul];
    case 0.5:
      return [...x, ...sqrt];
    case -1:
      return [...lanes.constant(1), ...x, ...div];
    case -0.5:
      return [...lanes.constant(1), ...x, ...sqrt, ...div];
    default:
      return null;
  }
}

/** One function of the language; `args` push its arguments. Null when there are no instructions for it. */
function callOf(fn: FunctionName, args: readonly number[][], exponent: number | null, lanes: Lanes): number[] | null {
  const pushed = args.flat();
  const plain = lanes.unary[fn] ?? lanes.binary[fn];
  if (plain) return [...pushed, ...plain];
  const comparison = lanes.compare[fn];
  if (comparison) return [...pushed, ...comparison, ...lanes.asNumber];
  const { ne, lt, gt } = lanes.compare as Required<typeof lanes.compare>;
  const zero = lanes.constant(0);
  if (fn === 'where') return [...args[1], ...args[2], ...args[0], ...zero, ...ne, ...lanes.choose];
  if (fn === 'sign') {
    const [x] = args;
    const above = [...x, ...zero, ...gt, ...lanes.asNumber];
    const below = [...x, ...zero, ...lt, ...lanes.asNumber];
    // What is no number stays none.
    return [...x, ...above, ...below, ...lanes.binary.sub!, ...x, ...x, ...ne, ...lanes.choose];
  }
  return fn === 'pow' && exponent !== null ? powerOf(exponent, args[0], lanes) : null;
}

interface Parameters {
  /** Symbols that stand for arrays, and for numbers. */
  arrays: readonly string[];
  numbers: readonly string[];
}

/** Locals of the function, in the order in which they are declared: parameters first. */
function localsOf({ arrays, numbers }: Parameters, instructions: number) {
  const pointer = (array: number) => 3 + 2 * array;
  const firstNumber = 3 + 2 * arrays.length;
  const at = firstNumber + numbers.length;
  return {
    rows: 0,
    length: 1,
    out: 2,
    pointer,
    stride: (array: number) => pointer(array) + 1,
    number: (index: number) => firstNumber + index,
    /** Byte within the row, and where the vector loop ends. */
    at,
    end: at + 1,
    splat: (index: number) => at + 2 + index,
    vector: (instruction: number) => at + 2 + numbers.length + instruction,
    scalar: (instruction: number) => at + 2 + numbers.length + instructions + instruction,
  };
}

/** Computes one block of lanes at byte `at` of the row and stores it; null when a function has no instructions. */
function blockOf(expr: Expr, parameters: Parameters, lanes: Lanes): number[] | null {
  const instructions = linearize(expr);
  const locals = localsOf(parameters, instructions.length);
  const place = lanes === VECTOR ? locals.vector : locals.scalar;
  const code: number[] = [];
  for (const [index, instruction] of instructions.entries()) {
    if (instruction.kind === 'const') continue;
    if (instruction.kind === 'sym') {
      const array = parameters.arrays.indexOf(instruction.name);
      if (array < 0) continue;
      code.push(...get(locals.pointer(array)), ...get(locals.at), ADD, ...lanes.load, ...set(place(index)));
      continue;
    }
    const args = instruction.args.map((arg) => push(arg));
    const last = instructions[instruction.args[1] ?? 0];
    const call = callOf(instruction.fn, args, last.kind === 'const' ? last.value : null, lanes);
    if (!call) return null;
    code.push(...call, ...set(place(index)));
  }

  function push(index: number): number[] {
    const instruction = instructions[index];
    if (instruction.kind === 'const') return lanes.constant(instruction.value);
    const number = instruction.kind === 'sym' ? parameters.numbers.indexOf(instruction.name) : -1;
    if (number >= 0) return get(lanes === VECTOR ? locals.splat(number) : locals.number(number));
    return get(place(index));
  }
  const root = push(instructions.length - 1);
  return [...code, ...get(locals.out), ...get(locals.at), ADD, ...root, ...lanes.store];
}

/** `while (at < limit) { block; at += bytes }` */
function loopOf(at: number, limit: number, bytes: number, block: number[]): number[] {
  const condition = [...get(at), ...get(limit), LESS];
  const step = [...get(at), ...integer(bytes), ADD, ...set(at)];
  return [...condition, 0x04, 0x40, 0x03, 0x40, ...block, ...step, ...condition, 0x0d, 0x00, 0x0b, 0x0b];
}

const section = (id: number, content: number[]) => [id, ...unsigned(content.length), ...content];
const text = (name: string) => [...unsigned(name.length), ...[...name].map((letter) => letter.charCodeAt(0))];

/**
 * A module with one function `run(rows, length, out, [pointer, stride] for each array, number for each number)`: for each
 * row it computes `length` float32 values from the arrays at their pointers and writes them at `out`, which then moves on
 * by the row; each pointer moves on by its stride in bytes (0 repeats the same row). It imports `env.memory`.
 *
 * @param arrays names of the symbols that are arrays; `numbers` of those that are the same everywhere. Both in order.
 * @param shared whether the memory is shared between threads.
 * @returns the module's bytes, or null when the expression needs a function that WebAssembly does not have.
 */
export function compileToWasm(
  expr: Expr,
  { arrays, numbers, shared }: Parameters & { shared: boolean },
): Uint8Array<ArrayBuffer> | null {
  const parameters = { arrays, numbers };
  const vector = blockOf(expr, parameters, VECTOR);
  const scalar = blockOf(expr, parameters, SCALAR);
  if (!vector || !scalar) return null;
  const count = linearize(expr).length;
  const locals = localsOf(parameters, count);

  const splats = numbers.flatMap((_, i) => [...get(locals.number(i)), ...simd(0x13), ...set(locals.splat(i))]);
  const row = [
    ...integer(0),
    ...set(locals.at),
    ...get(locals.length),
    ...integer(-4),
    AND,
    ...integer(2),
    0x74,
    ...set(locals.end),
    ...loopOf(locals.at, locals.end, 16, vector),
    ...get(locals.length),
    ...integer(2),
    0x74,
    ...set(locals.end),
    ...loopOf(locals.at, locals.end, 4, scalar),
  ];
  const next = [
    ...[...get(locals.out), ...get(locals.end), ADD, ...set(locals.out)],
    ...arrays.flatMap((_, i) => [...get(locals.pointer(i)), ...get(locals.stride(i)), ADD, ...set(locals.pointer(i))]),
    ...[...get(locals.rows), ...integer(-1), ADD, 0x22, ...unsigned(locals.rows)],
  ];
  const body = [...splats, ...get(locals.rows), 0x04, 0x40, 0x03, 0x40, ...row, ...next, 0x0d, 0x00, 0x0b, 0x0b, 0x0b];
  const declared = [
    [2, I32],
    [numbers.length + count, V128],
    [count, F32],
  ];
  const code = [...unsigned(declared.length), ...declared.flatMap(([n, type]) => [...unsigned(n), type]), ...body];
  const types = [...[I32, I32, I32], ...arrays.flatMap(() => [I32, I32]), ...numbers.map(() => F32)];
  const limits = shared ? [0x03, 0x00, ...unsigned(65536)] : [0x00, 0x00];
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...section(1, [1, 0x60, ...unsigned(types.length), ...types, 0]),
    ...section(2, [1, ...text('env'), ...text('memory'), 0x02, ...limits]),
    ...section(3, [1, 0]),
    ...section(7, [1, ...text('run'), 0x00, 0]),
    ...section(10, [1, ...unsigned(code.length), ...code]),
  ]);
}
