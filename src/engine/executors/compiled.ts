/**
 * Elementwise nodes as one WebAssembly loop each, where the backend is wasm: a line of an optimizer, the derivative of an
 * activation is one pass over memory instead of a kernel for every operation in it. What has no such form (exponentials,
 * arrays repeated in the middle, a browser without SIMD) takes the kernels, as on every other backend.
 */
import { symbols } from '@/core/expr';
import { compileToWasm } from '@/core/expr/wasm';
import { sameShape, sizeOf } from '@/core/graph/shape';
import type { ElementwiseAttrs, Shape } from '@/core/graph/types';
import { addressOf, blank, type HeapMemory, heapMemory } from '../kernels/wasm/native';
import { hoistNumbers, type Runner } from './elementwise';
import type { Tensor } from './kernels';

const BYTES = 4;

type Loop = (rows: number, length: number, out: number, ...rest: number[]) => void;

/** Axes of size 1 in front say nothing. */
function trimmed(shape: Shape): Shape {
  const first = shape.findIndex((n) => n !== 1);
  return first < 0 ? [] : shape.slice(first);
}

/** Whether an array is repeated along leading axes only: its shape is the end of the other's. */
export function isEnd(input: Shape, shape: Shape): boolean {
  const end = trimmed(input);
  return sameShape(end, shape.slice(shape.length - end.length));
}

/**
 * Length of the rows that the loop walks: all elements when every input has them all, else the length of the inputs that
 * are repeated. Null when they are repeated in other ways.
 */
function rowLength(inputs: readonly Shape[], shape: Shape): number | null {
  const size = sizeOf(shape);
  const repeated = inputs.filter((input) => sizeOf(input) !== size);
  const lengths = new Set(repeated.map(sizeOf));
  if (lengths.size > 1 || !repeated.every((input) => isEnd(input, shape))) return null;
  const [length = size] = lengths;
  return length > 1 || size === 1 ? length : null;
}

/** Loops that have been instantiated, by their bytes' memory and text: layers share theirs. */
const loops = new WeakMap<WebAssembly.Memory, Map<string, Loop>>();

function instantiate(bytes: Uint8Array<ArrayBuffer>, { memory }: HeapMemory): Loop {
  const known = loops.get(memory) ?? new Map<string, Loop>();
  loops.set(memory, known);
  const key = bytes.join();
  let loop = known.get(key);
  if (!loop) {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
    loop = exports.run as Loop;
    known.set(key, loop);
  }
  return loop;
}

/**
 * Compiles a node with at least one tensor among its inputs for the wasm backend.
 * @param onHost for each input, whether it will be a number.
 * @returns null when another backend is in use, or the node has no such form.
 */
export function compileElementwise(
  attrs: ElementwiseAttrs,
  inputShapes: readonly Shape[],
  onHost: readonly boolean[],
  shape: Shape,
): Runner | null {
  const heap = heapMemory();
  if (!heap?.simd) return null;
  const { expr, names, hostFunctions } = hoistNumbers(attrs, onHost);
  const used = new Set(symbols(expr));
  const arrays = attrs.args.flatMap((name, index) => (!onHost[index] && used.has(name) ? [{ name, index }] : []));
  const length = rowLength(
    arrays.map(({ index }) => inputShapes[index]),
    shape,
  );
  if (length === null) return null;
  const numbers = names.flatMap((name, i) => (used.has(name) ? [{ name, compute: hostFunctions[i] }] : []));
  const bytes = compileToWasm(expr, {
    arrays: arrays.map(({ name }) => name),
    numbers: numbers.map(({ name }) => name),
    shared: heap.shared,
  });
  if (!bytes) return null;
  const loop = instantiate(bytes, heap);
  const size = sizeOf(shape);
  const strides = arrays.map(({ index }) => (sizeOf(inputShapes[index]) === size ? length * BYTES : 0));
  return {
    run(inputs) {
      const given = inputs.filter((value): value is number => typeof value === 'number');
      const out = blank(shape);
      const places = arrays.flatMap(({ index }, i) => [addressOf(inputs[index] as Tensor), strides[i]]);
      loop(size / length, length, addressOf(out), ...places, ...numbers.map(({ compute }) => compute(...given)));
      return out;
    },
    dispose: () => undefined,
  };
}
