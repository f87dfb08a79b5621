/** Metrics of the test set, as a panel of the inspecting view. */
export { MetricsPanel } from './MetricsPanel';
