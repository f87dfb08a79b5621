/**
 * A fault: a classic mistake in a hand-written backward pass or optimizer. It is built into the graph itself, so that
 * interpreter, engine, gradient check and loss curve all show what the mistake does; nothing about the display changes.
 */

export interface FaultSpec {
  kind: string;
  /** Updates between two resets, for a mistake that happens once an epoch. */
  stepsPerEpoch?: number;
}
