/** What a layer is: its settings, its weights, and its forward pass written against the operations. */
import type { z } from 'zod';
import type { Shape } from '../graph/types';
import type { NodeSink } from '../ops/types';
import type { Constraint, Regularizer } from '../regularizers';

export interface WeightSpec {
  /** Keras' name: `kernel`, `bias`. */
  name: string;
  shape: Shape;
  /** Name of a registered initializer, or its name with settings. */
  initializer: string | ({ kind: string } & Record<string, unknown>);
  /** What its size adds to the loss. */
  regularizer?: Regularizer;
  /** What is done to it after an update. */
  constraint?: Constraint;
  /** LaTeX of the weight: `W`, `b`. */
  symbol: string;
  /** False for what is not learned by gradient (moving statistics). True by default. */
  trainable?: boolean;
}

export interface ForwardContext {
  /** Input nodes, `[batch, …]`. */
  inputs: number[];
  /** Weight nodes by name. */
  weights: Record<string, number>;
  mode: 'training' | 'inference';
  /** The layer's id, which keys its random numbers. */
  layer: string;
  /** Scalars for random operations. */
  random: { seed: number; step: number };
  /** Writes a symbol with the layer's number: `z` → `z^{(2)}`. */
  symbol(base: string): string;
}

/** What a forward pass gives besides its output. */
export interface ForwardResult {
  output: number;
  /**
   * New values of weights that are not learned by gradient, by weight name: emitted once the update phase is being
   * written.
   */
  updates?: Record<string, (sink: NodeSink) => number>;
}

export interface LayerDefinition<S = Record<string, unknown>> {
  kind: string;
  /** Settings besides `id`, `kind` and `inputs`, with Keras' names and defaults. */
  settings: z.ZodType<S>;
  /** Given input shapes without the batch. @throws GraphError when they do not fit. */
  weights(settings: S, inputShapes: Shape[]): WeightSpec[];
  /** Emits the forward pass and returns the output node, with what else there is. */
  forward(sink: NodeSink, context: ForwardContext, settings: S): number | ForwardResult;
}
