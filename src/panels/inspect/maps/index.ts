/** Maps, cells and filters: parts of which the app composes views. */
export { AllMaps } from './AllMaps';
export { CellPanel } from './CellPanel';
export { FiltersPanel } from './FiltersPanel';
export { MapsPanel } from './MapsPanel';
