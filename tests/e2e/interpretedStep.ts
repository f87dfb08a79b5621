/**
 * The other opinion on a training step of a template that learns MNIST: its first weights, images from the data set's
 * own files, and the float64 interpreter, all outside the page.
 */
import { readFileSync } from 'node:fs';
import { buildGraph } from '@/core/graph/build';
import { elementAt, sizeOf } from '@/core/graph/shape';
import type { Graph, GraphNode } from '@/core/graph/types';
import { initialStates, initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { asTyped } from '@/core/interpreter/typed';
import { TEMPLATES } from '@/core/network/templates';

const PIXELS = 28 * 28;
const CLASSES = 10;
const file = (name: string) => readFileSync(new URL(`../../public/datasets/mnist/${name}`, import.meta.url));

/** A training step's every number. */
export class InterpretedStep {
  readonly graph: Graph;
  private readonly values: readonly Float64Array[];

  /** The first step of `template` on training images, by their place in the data set. */
  constructor(template: 'mnist-cnn' | 'mnist-cnn-bn', images: readonly number[]) {
    const { network, training } = TEMPLATES[template];
    const [{ optimizer }] = training.phases;
    this.graph = buildGraph(network, { batchSize: images.length, mode: 'training', optimizer });
    const [pictures, labels] = [file('train-images-idx3-ubyte'), file('train-labels-idx1-ubyte')];
    const input = new Float64Array(images.length * PIXELS);
    const target = new Float64Array(images.length * CLASSES);
    images.forEach((image, i) => {
      for (let p = 0; p < PIXELS; p++) {
        input[i * PIXELS + p] = asTyped(Math.fround(pictures[16 + image * PIXELS + p] / 255));
      }
      target[i * CLASSES + labels[8 + image]] = 1;
    });
    const feeds = new Map<string, Float64Array | number>([
      ['input', input],
      ['target', target],
      ['learningRate', optimizer.learningRate],
      ['step', 1],
      ['seed', training.seed],
      ...[...initialWeights(this.graph, training.seed)].map(([name, values]): [string, Float64Array] => [
        name,
        values.map(asTyped),
      ]),
      ...initialStates(this.graph),
    ]);
    this.values = interpret(this.graph, feeds).values;
  }

  node(name: string): GraphNode {
    const node = this.graph.nodes.find((n) => n.name === name);
    if (node === undefined) throw new Error(`There is no node ${name}.`);
    return node;
  }

  /** The node with the gradient of a node. */
  gradientOf(name: string): GraphNode {
    return this.graph.nodes[this.graph.gradients.get(this.node(name).id) ?? -1];
  }

  value(node: number, element: number): number {
    return this.values[node]?.[element];
  }

  /** A value by its position, counted from 0. */
  at(node: GraphNode, position: readonly number[]): number {
    return this.value(node.id, elementAt(node.shape, position));
  }

  /** The element of the largest magnitude. */
  largest(node: GraphNode): number {
    const values = this.values[node.id];
    let best = 0;
    for (let i = 0; i < sizeOf(node.shape); i++) if (Math.abs(values[i]) > Math.abs(values[best])) best = i;
    return best;
  }
}
