/**
 * A fault: a classic mistake in a hand-written backward pass or optimizer. It is built into the graph itself, so that
 * interpreter, engine, gradient check and loss curve all show what the mistake does; nothing about the display changes.
 */
import type { AutodiffPatch } from '../graph/autodiff';
import type { GraphBuilder } from '../graph/builder';
import type { Graph, StateInfo } from '../graph/types';
import type { NetworkSpec, OptimizerSpec } from '../network/spec';
import type { ResolvedOptimizer } from '../optimizers';
import type { StateStart, WeightToUpdate } from '../optimizers/emit';

export interface FaultSpec {
  kind: string;
  /** Updates between two resets, for a mistake that happens once an epoch. */
  stepsPerEpoch?: number;
}

/** What a fault would be built into. */
export interface FaultSetting {
  network: NetworkSpec;
  optimizer: OptimizerSpec;
  /** The right graph, with gradients and updates. */
  graph: Graph;
}

/** Why a fault cannot be made somewhere, worded by the page. */
export interface Inapplicable {
  code: string;
  params: Record<string, string | number>;
}

/** What is known of the loss when its form is chosen. */
export interface LossPoint {
  builder: GraphBuilder;
  /** The network's output. */
  output: number;
  /** Input of the last activation where the loss knows that activation, else null. */
  logits: number | null;
}

/** How a fault changes a graph while it is being built. What is left out stays right. */
export interface FaultDefinition {
  kind: string;
  /**
   * What it cannot hide from: the gradient check at once, the check from the second update on, or only the course of the
   * loss, as its gradients are those of the loss that is shown.
   */
  betrayedBy: 'check' | 'checkLater' | 'curve';
  /** Null where the mistake can be made. */
  applicable(setting: FaultSetting): Inapplicable | null;
  /** The node that the loss takes for the logits. */
  logits?(at: LossPoint): number | null;
  /** What changes in the backward pass. */
  autodiff?(batchSize: number): AutodiffPatch;
  /** Weights are updated as soon as their gradient is known, and what is computed after that reads the new ones. */
  updatesEarly?: boolean;
  /** What takes the place of the weights' gradients, with the states that this needs. */
  gradients?(
    builder: GraphBuilder,
    weights: readonly WeightToUpdate[],
  ): { gradients: ReadonlyMap<number, number>; states: StateInfo[] };
  optimizer?(optimizer: ResolvedOptimizer): ResolvedOptimizer;
  /** What an update takes for a state before it. */
  stateStart?(spec: FaultSpec): StateStart;
}

/** A reason without or with parameters. */
export const because = (code: string, params: Inapplicable['params'] = {}): Inapplicable => ({ code, params });
