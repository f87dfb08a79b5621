/** Runs: everything that was trained, to compare, to go on with, to name and to delete. */
export { default } from './RunsPanel';
