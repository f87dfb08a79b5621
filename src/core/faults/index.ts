/** The registry of faults. Adding one is one file and one line here. */
import { GraphError } from '../ops/types';
import { doubleSoftmax } from './doubleSoftmax';
import { forgottenDerivative } from './forgottenDerivative';
import { gradientsNotZeroed } from './gradientsNotZeroed';
import { missingTranspose } from './missingTranspose';
import { momentsReset } from './momentsReset';
import { noBiasCorrection } from './noBiasCorrection';
import { overwriteAtFork } from './overwriteAtFork';
import { signError } from './signError';
import type { FaultDefinition, FaultSetting, FaultSpec, Inapplicable } from './types';
import { updatedWeights } from './updatedWeights';
import { wrongLossScaling } from './wrongLossScaling';

/** In the order in which they are told: backward pass, loss, update. */
export const FAULTS: Readonly<Record<string, FaultDefinition>> = Object.fromEntries(
  [
    gradientsNotZeroed,
    overwriteAtFork,
    updatedWeights,
    forgottenDerivative,
    missingTranspose,
    doubleSoftmax,
    signError,
    wrongLossScaling,
    noBiasCorrection,
    momentsReset,
  ].map((fault) => [fault.kind, fault]),
);

/** @throws GraphError `unknownFault`. */
export function faultOf({ kind }: FaultSpec): FaultDefinition {
  const fault = FAULTS[kind];
  if (!fault) throw new GraphError('unknownFault', { fault: kind });
  return fault;
}

/** Null where a mistake can be made, else why not. @param setting with the right graph. */
export function applicable(kind: string, setting: FaultSetting): Inapplicable | null {
  return faultOf({ kind }).applicable(setting);
}
