/**
 * An update as a straight-line program of numbers: the nodes of `buildOptimizerGraph`, element by element, each
 * instruction of their expressions one entry of a list. The same nodes as those that train networks, with the same
 * values as `interpret` gives them, bit for bit; only the walking over arrays is left out, as here are two numbers and
 * ten thousand steps.
 */
import { applyFunction, ExprError, FUNCTIONS, type FunctionName, linearize, type Value3 } from '../expr';
import { broadcastElement, sizeOf } from '../graph/shape';
import type { ElementwiseAttrs, Graph, GraphNode } from '../graph/types';
import { GraphError } from '../ops/types';

interface Instruction {
  f: Value3;
  out: number;
  a: number;
  b: number;
  c: number;
}

/** A value of the update that has a name in it: a line's target, by element. */
export interface NamedValue {
  /** Target of the line: `m`, `vHat`, `theta`. */
  name: string;
  registers: readonly number[];
}

/** The update of one weight, with its memory. */
export interface UpdateProgram {
  /** Values now, of all leaves and all that is computed. */
  readonly registers: Float64Array;
  /** Where the values of every node are, by its id. */
  readonly nodes: readonly (readonly number[])[];
  /** Where the leaves are: written before `run`. */
  readonly theta: readonly number[];
  readonly gradient: readonly number[];
  readonly learningRate: number;
  /** The step, 1 at the first update. */
  readonly t: number;
  readonly states: readonly { name: string; registers: readonly number[]; scalar: boolean; initial: number }[];
  /** The new θ, after `run`. */
  readonly updated: readonly number[];
  /** All that is kept, after `run`: the new θ and the new states. */
  readonly results: readonly number[];
  /** Lines in the order in which they are computed. */
  readonly lines: readonly NamedValue[];
  /** Computes everything from the leaves; they stay as they are. */
  run(): void;
  /** Takes the new θ and the new states over into the leaves. */
  advance(): void;
  /** The states as before the first step. */
  reset(): void;
}

/** Registers and the instructions that fill them; equal calls of equal registers are made once. */
class Assembler {
  readonly instructions: Instruction[] = [];
  readonly initial: number[] = [];
  private readonly known = new Map<string, number>();
  /** Registers that never change: what is made of them alone is made once. */
  private readonly constants = new Set<number>();

  fresh(value = 0): number {
    return this.initial.push(value) - 1;
  }

  constant(value: number): number {
    return this.once(`#${Object.is(value, -0) ? '-0' : value}`, () => {
      const register = this.fresh(value);
      this.constants.add(register);
      return register;
    });
  }

  call(fn: FunctionName, args: readonly number[]): number {
    if (args.every((arg) => this.constants.has(arg))) {
      return this.constant(
        applyFunction(
          fn,
          args.map((arg) => this.initial[arg]),
        ),
      );
    }
    return this.once(`${fn} ${args.join(' ')}`, () => {
      const [a, b = a, c = a] = args;
      const out = this.fresh();
      this.instructions.push({ f: FUNCTIONS[fn], out, a, b, c });
      return out;
    });
  }

  private once(key: string, make: () => number): number {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.known.set(key, made);
    return made;
  }
}

/** One element of an elementwise node. @param registerOf register of a symbol. */
function assembleExpr(assembler: Assembler, attrs: ElementwiseAttrs, registerOf: (name: string) => number): number {
  const registers: number[] = [];
  for (const instruction of linearize(attrs.stable ?? attrs.expr)) {
    if (instruction.kind === 'const') registers.push(assembler.constant(instruction.value));
    else if (instruction.kind === 'sym') registers.push(registerOf(instruction.name));
    else {
      registers.push(
        assembler.call(
          instruction.fn,
          instruction.args.map((i) => registers[i]),
        ),
      );
    }
  }
  return registers[registers.length - 1];
}

function assembleElementwise(
  assembler: Assembler,
  graph: Graph,
  node: GraphNode,
  of: readonly (readonly number[])[],
): number[] {
  const attrs = node.attrs as unknown as ElementwiseAttrs;
  return Array.from({ length: sizeOf(node.shape) }, (_, element) =>
    assembleExpr(assembler, attrs, (name) => {
      const at = attrs.args.indexOf(name);
      if (at < 0) {
        if (!Object.hasOwn(attrs.constants, name)) throw new ExprError('missingSymbol', { name });
        return assembler.constant(attrs.constants[name]);
      }
      const input = node.inputs[at];
      return of[input][broadcastElement(graph.nodes[input].shape, node.shape, element)];
    }),
  );
}

/** Registers of every element of a node. @throws GraphError `unknownOp` for what no update is made of. */
function assembleNode(
  assembler: Assembler,
  graph: Graph,
  node: GraphNode,
  of: readonly (readonly number[])[],
): number[] {
  if (node.op === 'leaf') {
    const { value } = node.attrs;
    return Array.from({ length: sizeOf(node.shape) }, () =>
      value === undefined ? assembler.fresh() : assembler.constant(value as number),
    );
  }
  if (node.op === 'elementwise') return assembleElementwise(assembler, graph, node, of);
  // The norm of a gradient, over all its elements.
  if (node.op === 'reduceSum' && node.shape.length === 0) {
    return [of[node.inputs[0]].reduce((sum, each) => assembler.call('add', [sum, each]), assembler.constant(0))];
  }
  throw new GraphError('unknownOp', { op: node.op });
}

/** What the lines of an update are called: the end of their nodes' names. */
const targetOf = ({ name, op }: GraphNode): string | null =>
  op === 'elementwise' && /^update\/theta\/[^/]+$/.test(name) ? name.slice('update/theta/'.length) : null;

/** @param graph of `buildOptimizerGraph`. */
export function compileUpdate(graph: Graph): UpdateProgram {
  const assembler = new Assembler();
  const of: number[][] = [];
  for (const node of graph.nodes) of.push(assembleNode(assembler, graph, node, of));
  const registers = Float64Array.from(assembler.initial);
  const { instructions } = assembler;
  const theta = of[graph.weights[0].node];
  const states = graph.states.map(({ state, node, shape, initial }) => ({
    name: state,
    registers: of[node],
    scalar: shape.length === 0,
    initial,
  }));
  const updated = of[graph.updates.get('theta')!];
  const moves = [
    ...theta.map((to, i) => ({ to, from: updated[i] })),
    ...graph.states.flatMap(({ node, update }) => of[node].map((to, i) => ({ to, from: of[update][i] }))),
  ];
  const moved = new Float64Array(moves.length);
  return {
    registers,
    nodes: of,
    theta,
    gradient: of[graph.input],
    learningRate: of[graph.scalars.get('learningRate')!][0],
    t: of[graph.scalars.get('step')!][0],
    states,
    updated,
    results: moves.map(({ from }) => from),
    lines: graph.nodes.flatMap((node) => {
      const name = targetOf(node);
      return name === null ? [] : [{ name, registers: of[node.id] }];
    }),
    run() {
      for (let i = 0; i < instructions.length; i++) {
        const { f, out, a, b, c } = instructions[i];
        registers[out] = f(registers[a], registers[b], registers[c]);
      }
    },
    advance() {
      // All are read before any is written: a new θ may be made of an old state, and the other way round.
      for (let i = 0; i < moves.length; i++) moved[i] = registers[moves[i].from];
      for (let i = 0; i < moves.length; i++) registers[moves[i].to] = moved[i];
    },
    reset() {
      for (const { registers: at, initial } of states) for (const register of at) registers[register] = initial;
    },
  };
}
