/** The stepper: one training step, number by number. */
export { default } from './BackpropPanel';
