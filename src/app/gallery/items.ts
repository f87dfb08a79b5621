/** What the gallery offers: only what works. */
import type { PresetId } from '@/core/network/presets';
import { TEMPLATES, type TemplateId } from '@/core/network/templates';
import type { PanelId } from '../routes';

export interface GalleryItem {
  template: Exclude<TemplateId, PresetId> | 'xor';
  /** The view it opens in. */
  panel: PanelId;
  /** Sizes of input and layers of units, such as 784–128–10; filters of the convolutions in a network that has some. */
  layers: string;
}

function sizes(template: GalleryItem['template']): string {
  const { input, layers } = TEMPLATES[template].network;
  const numbers = (setting: string) =>
    layers.map((layer) => layer[setting]).filter((value) => typeof value === 'number');
  const filters = numbers('filters');
  if (filters.length > 0) return filters.join('–');
  return [input.shape.reduce((product, size) => product * size, 1), ...numbers('units')].join('–');
}

export const ITEMS: readonly GalleryItem[] = [
  { template: 'xor', panel: 'step', layers: sizes('xor') },
  { template: 'mnist-mlp', panel: 'train', layers: sizes('mnist-mlp') },
  { template: 'mnist-cnn', panel: 'train', layers: sizes('mnist-cnn') },
  { template: 'mnist-cnn-bn', panel: 'train', layers: sizes('mnist-cnn-bn') },
];
