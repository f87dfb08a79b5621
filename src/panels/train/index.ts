/** The training workspace. */
export { default } from './TrainPanel';
