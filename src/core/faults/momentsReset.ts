/**
 * The optimizer's memory is lost at the beginning of every epoch, as when a new optimizer is made inside the loop: moments
 * and velocities go back to where they start. The step that a bias correction counts goes on.
 */
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import { optimizerOf } from '../optimizers';
import { because, type FaultDefinition, type FaultSpec } from './types';

/** Updates an epoch where nobody says. */
export const STEPS_PER_EPOCH = 10;

export const stepsOf = ({ stepsPerEpoch = STEPS_PER_EPOCH }: Pick<FaultSpec, 'stepsPerEpoch'>): number =>
  Math.max(1, Math.round(stepsPerEpoch));

/** Whether update t is the first of an epoch of n; half a step keeps a rounded quotient off the whole numbers. */
const RESET = parse('where(t - 1 == n * floor((t - 0.5) / n), start, s)');

export const momentsReset: FaultDefinition = {
  kind: 'momentsReset',
  betrayedBy: 'curve',
  applicable({ optimizer }) {
    const { definition, settings } = optimizerOf(optimizer);
    return definition.state(settings).length > 0 ? null : because('noMemory', { optimizer: optimizer.kind });
  },
  stateStart(spec) {
    const n = stepsOf(spec);
    return (builder, { leaf, initial, name, symbol, t }) =>
      elementwise(
        builder,
        { expr: RESET, args: { s: leaf, t }, constants: { n, start: initial }, definition: 'moments reset' },
        { name: `${name}/reset`, symbol: `{${symbol}_{0}}` },
      );
  },
};
