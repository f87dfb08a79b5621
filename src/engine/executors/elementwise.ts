/**
 * Lowers an elementwise node to a straight line of kernels. The expression arrives as a graph in which equal
 * sub-expressions are one; what depends on scalars alone is computed on the host in float64 before every run; what a
 * kernel does in one go (see peepholes.ts) becomes that kernel. Intermediates are freed after their last use.
 */
import { compile, type Emitter, emit, hoist, num, substitute, symbols } from '@/core/expr';
import type { Expr, FunctionName } from '@/core/expr/types';
import { broadcastShapes, sameShape } from '@/core/graph/shape';
import type { ElementwiseAttrs, Shape } from '@/core/graph/types';
import { broadcast, filled, run, scalar, shared, type Tensor, type Value } from './kernels';
import { peephole } from './peepholes';

/** A sub-expression on its way to a kernel; equal ones are the same object. */
export type Draft =
  | { readonly kind: 'input'; readonly index: number }
  /** Computed on the host before every run. */
  | { readonly kind: 'host'; readonly index: number }
  | { readonly kind: 'const'; readonly value: number }
  | { readonly kind: 'call'; readonly fn: FunctionName; readonly args: readonly Draft[] };

/** Where peepholes and the lowering emit kernels: every operand and result is a register. */
export interface KernelSink {
  /** The register that holds a draft's value as float32. */
  value(draft: Draft): number;
  /** The register that holds a draft's truth as a boolean tensor. */
  truth(draft: Draft): number;
  kernel(name: string, inputs: Record<string, number>, attrs?: Record<string, unknown>): number;
  /** A register spread over a larger shape. */
  fit(register: number, shape: Shape): number;
  shapeOf(register: number): Shape;
}

interface Instruction {
  out: number;
  execute(registers: Tensor[]): Tensor;
  inputs: number[];
  release: number[];
}

const KERNELS: Readonly<Record<Exclude<FunctionName, 'where'>, string>> = {
  add: 'Add',
  sub: 'Sub',
  mul: 'Multiply',
  div: 'RealDiv',
  pow: 'Pow',
  neg: 'Neg',
  sqrt: 'Sqrt',
  exp: 'Exp',
  log: 'Log',
  log1p: 'Log1p',
  expm1: 'Expm1',
  sin: 'Sin',
  cos: 'Cos',
  tanh: 'Tanh',
  erf: 'Erf',
  abs: 'Abs',
  sign: 'Sign',
  floor: 'Floor',
  min: 'Minimum',
  max: 'Maximum',
  lt: 'Less',
  le: 'LessEqual',
  gt: 'Greater',
  ge: 'GreaterEqual',
  eq: 'Equal',
  ne: 'NotEqual',
};
const COMPARISONS: ReadonlySet<string> = new Set(['Less', 'LessEqual', 'Greater', 'GreaterEqual', 'Equal', 'NotEqual']);

class Lowering implements KernelSink {
  readonly instructions: Instruction[] = [];
  /** Numbers that become scalar tensors: constants are kept between runs, host values live for one run. */
  readonly constants: { register: number; value: number }[] = [];
  readonly hosted: { register: number; index: number }[] = [];
  private readonly shapes: Shape[];
  private readonly known = new Map<Draft, number>();
  private readonly constantRegisters = new Map<number, number>();

  constructor(inputShapes: readonly Shape[]) {
    this.shapes = [...inputShapes];
  }

  get registers(): number {
    return this.shapes.length;
  }

  shapeOf(register: number): Shape {
    return this.shapes[register];
  }

  value(draft: Draft): number {
    const known = this.known.get(draft);
    if (known !== undefined) return known;
    const register = this.lower(draft);
    this.known.set(draft, register);
    return register;
  }

  truth(draft: Draft): number {
    if (draft.kind === 'call' && draft.fn !== 'where' && COMPARISONS.has(KERNELS[draft.fn])) {
      return this.kernel(KERNELS[draft.fn], { a: this.value(draft.args[0]), b: this.value(draft.args[1]) });
    }
    return this.kernel('NotEqual', { a: this.value(draft), b: this.constant(0) });
  }

  kernel(name: string, inputs: Record<string, number>, attrs: Record<string, unknown> = {}): number {
    const slots = Object.entries(inputs);
    const shape = slots.reduce<Shape>((common, [, r]) => broadcastShapes(common, this.shapes[r]) ?? common, []);
    return this.push(shape, Object.values(inputs), (registers) => {
      const tensors: Record<string, Tensor> = {};
      for (const [slot, register] of slots) tensors[slot] = registers[register];
      return run(name, tensors, attrs);
    });
  }

  fit(register: number, shape: Shape): number {
    if (sameShape(this.shapes[register], shape)) return register;
    const constant = this.constants.find((c) => c.register === register);
    if (constant) return this.push(shape, [], () => filled(constant.value, shape));
    return this.push(shape, [register], (registers) => broadcast(registers[register], shape));
  }

  private lower(draft: Draft): number {
    if (draft.kind === 'input') return draft.index;
    if (draft.kind === 'const') return this.constant(draft.value);
    if (draft.kind === 'host') {
      const register = this.shapes.push([]) - 1;
      this.hosted.push({ register, index: draft.index });
      return register;
    }
    const short = peephole(draft, this);
    if (short !== null) return short;
    if (draft.fn === 'where') return this.select(draft.args);
    const kernel = KERNELS[draft.fn];
    if (COMPARISONS.has(kernel)) return this.kernel('Cast', { x: this.truth(draft) }, { dtype: 'float32' });
    const [a, b] = draft.args.map((arg) => this.value(arg));
    return b === undefined ? this.kernel(kernel, { x: a }) : this.kernel(kernel, { a, b });
  }

  /** The Select kernel wants all three of one shape. */
  private select([condition, whenTrue, whenFalse]: readonly Draft[]): number {
    const chosen = [this.truth(condition), this.value(whenTrue), this.value(whenFalse)];
    const shape = chosen.reduce<Shape>((common, r) => broadcastShapes(common, this.shapes[r]) ?? common, []);
    const [c, t, e] = chosen.map((r) => this.fit(r, shape));
    return this.kernel('Select', { condition: c, t, e });
  }

  private constant(value: number): number {
    let register = this.constantRegisters.get(value);
    if (register === undefined) {
      register = this.shapes.push([]) - 1;
      this.constantRegisters.set(value, register);
      this.constants.push({ register, value });
    }
    return register;
  }

  private push(shape: Shape, inputs: number[], execute: Instruction['execute']): number {
    const out = this.shapes.push(shape) - 1;
    this.instructions.push({ out, inputs, execute, release: [] });
    return out;
  }

  /** Notes after which instruction each result is no longer needed; `kept` is the register that is returned. */
  finish(kept: number): void {
    const results = new Set(this.instructions.map(({ out }) => out));
    const seen = new Set<number>([kept]);
    for (const instruction of [...this.instructions].reverse()) {
      for (const input of new Set(instruction.inputs)) {
        if (results.has(input) && !seen.has(input)) instruction.release.push(input);
        seen.add(input);
      }
      if (!seen.has(instruction.out)) instruction.release.push(instruction.out);
    }
  }
}

const draftEmitter: Emitter<Draft> = {
  constant: (value) => ({ kind: 'const', value }),
  call: (fn, args) => ({ kind: 'call', fn, args }),
};

/** What runs a node: values of its inputs in, its own value out (owned by the caller). */
export interface Runner {
  run(inputs: readonly Value[]): Value;
  dispose(): void;
}

/** The expression to compute, with the settings' values put in. */
export function expressionOf({ expr, stable, constants }: ElementwiseAttrs): Expr {
  const settings = Object.entries(constants).map(([name, value]) => [name, num(value)] as const);
  return substitute(stable ?? expr, Object.fromEntries(settings));
}

/** A node whose inputs are all numbers is a number: computed on the host, in float64. */
export function lowerOnHost(attrs: ElementwiseAttrs): Runner {
  const f = compile(expressionOf(attrs), attrs.args);
  return { run: (inputs) => f(...(inputs as readonly number[])), dispose: () => undefined };
}

/** An expression without what depends on numbers alone. */
export interface Hoisted {
  expr: Expr;
  /** Symbols of `expr` that stand for numbers; each is computed by its function from the node's inputs that are numbers. */
  names: string[];
  hostFunctions: ((...numbers: number[]) => number)[];
}

/** Takes out what is to be computed on the host before every run. */
export function hoistNumbers(attrs: ElementwiseAttrs, onHost: readonly boolean[]): Hoisted {
  const { args } = attrs;
  const { expr, hosted } = hoist(expressionOf(attrs), (name) => onHost[args.indexOf(name)]);
  const hostArgs = args.filter((_, i) => onHost[i]);
  const names = [...hosted.map(({ name }) => name), ...hostArgs];
  const hostFunctions = names.map((name) =>
    compile(hosted.find((h) => h.name === name)?.expr ?? symbolOf(name), hostArgs),
  );
  return { expr, names, hostFunctions };
}

/**
 * Lowers a node with at least one tensor among its inputs.
 * @param onHost for each input, whether it will be a number.
 */
export function lowerElementwise(
  attrs: ElementwiseAttrs,
  inputShapes: readonly Shape[],
  onHost: readonly boolean[],
  shape: Shape,
): Runner {
  const { args } = attrs;
  const { expr, names, hostFunctions } = hoistNumbers(attrs, onHost);
  const environment: Record<string, Draft> = {};
  args.forEach((name, index) => {
    if (!onHost[index]) environment[name] = { kind: 'input', index };
  });
  names.forEach((name, index) => {
    environment[name] = { kind: 'host', index };
  });

  const lowering = new Lowering(inputShapes);
  const used = symbols(expr);
  const root = emit(expr, draftEmitter, Object.fromEntries(used.map((name) => [name, environment[name]])));
  const result = lowering.fit(lowering.value(root), shape);
  lowering.finish(result);

  const { instructions, constants, hosted: hostRegisters, registers: count } = lowering;
  const kept: Tensor[] = [];
  const isResult = instructions.some(({ out }) => out === result);
  return {
    run(inputs) {
      const registers = new Array<Tensor>(count);
      inputs.forEach((value, i) => {
        if (typeof value !== 'number') registers[i] = value;
      });
      constants.forEach(({ register, value }, i) => {
        kept[i] ??= scalar(value);
        registers[register] = kept[i];
      });
      if (hostRegisters.length > 0) {
        const numbers = inputs.filter((value): value is number => typeof value === 'number');
        for (const { register, index } of hostRegisters) registers[register] = scalar(hostFunctions[index](...numbers));
      }
      for (const { out, execute, release } of instructions) {
        registers[out] = execute(registers);
        for (const register of release) registers[register].dispose();
      }
      // An expression that is one of its inputs gives it a second owner.
      const value = isResult ? registers[result] : shared(registers[result]);
      for (const { register } of hostRegisters) registers[register].dispose();
      return value;
    },
    dispose() {
      for (const constant of kept.splice(0)) constant.dispose();
    },
  };
}

const symbolOf = (name: string): Expr => ({ kind: 'sym', name });
