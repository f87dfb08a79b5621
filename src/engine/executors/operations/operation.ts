/** What it is to run an operation of the graph, and the forms that most of them have. */
import { sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, GraphNode, Shape } from '@/core/graph/types';
import { compileElementwise } from '../compiled';
import { lowerElementwise, lowerOnHost, type Runner } from '../elementwise';
import { materialize, type Tensor, tensor } from '../kernels';
import { shadeElementwise } from '../shader';

/** What is known of an input before any run. */
export interface InputFacts {
  shape: Shape;
  /** Its value will be a number. */
  onHost: boolean;
}

export interface Operation {
  /** Whether the value is a number, given which inputs are. */
  onHost(inputs: readonly InputFacts[]): boolean;
  compile(node: GraphNode, inputs: readonly InputFacts[]): Runner;
}

export type Operations = Readonly<Record<string, Operation>>;

/** What runs on tensors, and frees what it keeps. */
export interface TensorRunner {
  run(...inputs: Tensor[]): Tensor;
  dispose(): void;
}

const nothing = () => undefined;
export const never = () => false;

export const runner = (run: Runner['run']): Runner => ({ run, dispose: nothing });

/** An operation on tensors that keeps something between runs; see `onTensors`. */
export function onTensorsKeeping(compile: (node: GraphNode, shapes: readonly Shape[]) => TensorRunner): Operation {
  return {
    onHost: never,
    compile(node, facts) {
      const shapes = facts.map(({ shape }) => shape);
      const { run, dispose } = compile(node, shapes);
      return {
        run(inputs) {
          const arrays = inputs.map((x, i) => (typeof x === 'number' ? materialize(x, shapes[i]) : x));
          const out = run(...arrays);
          for (const [i, array] of arrays.entries()) if (array !== inputs[i]) array.dispose();
          return out;
        },
        dispose,
      };
    },
  };
}

/** An operation on tensors: numbers among the inputs are made arrays first, and freed again. */
export const onTensors = (
  compile: (node: GraphNode, shapes: readonly Shape[]) => (...inputs: Tensor[]) => Tensor,
): Operation => onTensorsKeeping((node, shapes) => ({ run: compile(node, shapes), dispose: nothing }));

/** An operation of one input that turns an array filled with a number into another such array. */
export function filling(
  host: (x: number, from: Shape, node: GraphNode) => number,
  compile: (node: GraphNode, from: Shape) => (x: Tensor) => Tensor,
): Operation {
  return {
    onHost: ([input]) => input.onHost,
    compile(node, [{ shape, onHost }]) {
      if (onHost) return runner(([x]) => host(x as number, shape, node));
      const body = compile(node, shape);
      return runner(([x]) => body(x as Tensor));
    },
  };
}

/** An operation whose value is computed on the host from the scalars it reads (seed and step), and then uploaded. */
export function drawn(
  fill: (out: Float32Array, attrs: GraphNode['attrs'], seed: number, step: number) => unknown,
): Operation {
  return {
    onHost: never,
    compile: ({ shape, attrs }) =>
      runner(([seed, step]) => {
        const values = new Float32Array(sizeOf(shape));
        fill(values, attrs, seed as number, step as number);
        return tensor(values, shape);
      }),
  };
}

/** An expression over arrays and numbers, in the form that the backend runs fastest. */
export function elementwiseRunner(attrs: ElementwiseAttrs, inputs: readonly InputFacts[], shape: Shape): Runner {
  const onHost = inputs.map((input) => input.onHost);
  if (onHost.every(Boolean)) return lowerOnHost(attrs);
  const given = [attrs, inputs.map((input) => input.shape), onHost, shape] as const;
  return compileElementwise(...given) ?? shadeElementwise(...given) ?? lowerElementwise(...given);
}
