/** Predictions on the test set, as a panel of the inspecting view. */
export { MistakesPanel } from './MistakesPanel';
