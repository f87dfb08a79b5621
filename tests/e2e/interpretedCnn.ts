/**
 * The other opinion on the CNN's maps: weights as the page has kept them, an image from the data set's own file, and the
 * float64 interpreter, all outside the browser's page.
 */
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { buildGraph } from '@/core/graph/build';
import { elementAt } from '@/core/graph/shape';
import { interpret } from '@/core/interpreter/interpret';
import { TEMPLATES } from '@/core/network/templates';
import type { Place } from './pages/maps';

const HEADER = 16;
const PIXELS = 28 * 28;
const FILE = new URL('../../public/datasets/mnist/t10k-images-idx3-ubyte', import.meta.url);

/** An image of MNIST's test set, 0 … 1, in the engine's precision. */
export function testImage(index: number): Float64Array {
  const bytes = readFileSync(FILE).subarray(HEADER + index * PIXELS, HEADER + (index + 1) * PIXELS);
  return Float64Array.from(bytes, (byte) => Math.fround(byte / 255));
}

/** The weights of the newest checkpoint in the page's database, and the updates they have had. */
export async function keptWeights(page: Page): Promise<{ step: number; weights: Record<string, number[]> }> {
  return page.evaluate(async () => {
    const done = <T>(request: IDBRequest<T>) =>
      new Promise<T>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const database = await done(indexedDB.open('chainrule'));
    interface Kept {
      checkpoint: { step: number; weights: Record<string, Float32Array> };
    }
    const all = (await done(database.transaction('checkpoints').objectStore('checkpoints').getAll())) as Kept[];
    database.close();
    const { step, weights } = all.map(({ checkpoint }) => checkpoint).sort((a, b) => b.step - a.step)[0];
    return {
      step,
      weights: Object.fromEntries(Object.entries(weights).map(([name, values]) => [name, Array.from(values)])),
    };
  });
}

/** The value of a cell of the template `mnist-cnn`. */
export function interpretedCell(weights: Record<string, number[]>, image: Float64Array, place: Place): number {
  const graph = buildGraph(TEMPLATES['mnist-cnn'].network, { batchSize: 1, mode: 'inference' });
  const feeds = new Map<string, Float64Array>([
    ['input', image],
    ['target', new Float64Array(10)],
    ...Object.entries(weights).map(([name, values]): [string, Float64Array] => [name, Float64Array.from(values)]),
  ]);
  const { output } = graph.layers.find(({ id }) => id === place.layer)!;
  const position = [0, place.row - 1, place.column - 1, place.map - 1];
  return interpret(graph, feeds).values[output][elementAt(graph.nodes[output].shape, position)];
}
