/** The settings of an optimizer as fields, read from its own schema. */
import { OPTIMIZERS } from '@/core/optimizers';
import { fieldsOf, type Setting } from './schemaFields';

/** Settings of an optimizer besides the learning rate, in the order of its definition. */
export function optimizerFields(kind: string): Setting[] {
  return fieldsOf(OPTIMIZERS[kind].settings).filter(({ name }) => name !== 'learningRate');
}

/** Kinds of optimizers there are, in the order they are registered. */
export const OPTIMIZER_KINDS = Object.keys(OPTIMIZERS);
