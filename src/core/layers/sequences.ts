/**
 * Sequences `[steps, features]` as images one row high: what convolution and pooling know of images, they thereby know
 * of sequences.
 */
import { z } from 'zod';
import type { Shape } from '../graph/types';
import { reshape } from '../ops/emit';
import { GraphError, type NodeSink } from '../ops/types';
import { type Pair, samePadding, spanOf, type WindowAttrs } from '../ops/window';

const amount = z.number().int().min(0).max(1024);
const explicit = z.tuple([z.union([amount, z.tuple([amount, amount])])]);
/** As Keras has it; a list of one entry gives the number for both ends, or before and after. */
export const sequencePaddingSetting = z.union([z.enum(['valid', 'same']), explicit]);
/** `causal` adds everything before the first step. */
export const causalPaddingSetting = z.union([z.enum(['valid', 'same', 'causal']), explicit]);

/** @throws GraphError `sequenceRank` when the input is no sequence `[steps, features]`. */
export function requireSequence(kind: string, shape: Shape): void {
  if (shape.length !== 2) throw new GraphError('sequenceRank', { kind, shape: `[${shape.join(', ')}]` });
}

/** [batch, steps, features] → [batch, 1, steps, features]. */
export function asRow(sink: NodeSink, x: number, layer: string): number {
  const { shape, symbol } = sink.node(x);
  return reshape(sink, x, [shape[0], 1, shape[1], shape[2]], { name: `${layer}/row`, symbol });
}

/** [batch, 1, steps, features] → [batch, steps, features]. */
export function asSequence(sink: NodeSink, x: number, layer: string, symbol: string): number {
  const { shape } = sink.node(x);
  return reshape(sink, x, [shape[0], shape[2], shape[3]], { name: `${layer}/sequence`, symbol });
}

export interface SequenceWindow {
  size: number;
  stride: number;
  dilation: number;
  padding: z.output<typeof causalPaddingSetting>;
}

/**
 * A window that slides along a sequence, as the attributes of one that slides along an image one row high.
 * @param names error code and setting for a window that does not fit: the largest that would is in the params.
 * @throws GraphError with that code.
 */
export function sequenceWindow(
  steps: number,
  { size, stride, dilation, padding }: SequenceWindow,
  names: { code: string; setting: string },
): WindowAttrs {
  const span = spanOf(size, dilation);
  const ends = (): Pair => {
    if (padding === 'valid') return [0, 0];
    if (padding === 'same') return samePadding(steps, size, stride, dilation);
    if (padding === 'causal') return [span - 1, 0];
    const [given] = padding;
    return typeof given === 'number' ? [given, given] : given;
  };
  const around = ends();
  const room = steps + around[0] + around[1];
  if (span > room) {
    const largest = Math.max(1, Math.min(size, Math.floor((room - 1) / dilation) + 1));
    throw new GraphError(names.code, {
      setting: names.setting,
      window: String(span),
      input: String(room),
      largestRows: largest,
      largestColumns: largest,
    });
  }
  return { strides: [1, stride], dilations: [1, dilation], padding: [[0, 0], around] };
}
