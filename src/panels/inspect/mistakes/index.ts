export { MistakesPanel } from './MistakesPanel';
