/** What the gallery offers: only what works. */
import { TEMPLATES } from '@/core/network/templates';
import type { PanelId } from '../routes';

export interface GalleryItem {
  template: keyof typeof TEMPLATES;
  /** The view it opens in. */
  panel: PanelId;
  /** Sizes of input and layers that have weights, such as 784–128–10. */
  layers: string;
}

function sizes(template: GalleryItem['template']): string {
  const { input, layers } = TEMPLATES[template].network;
  const units = layers.map((layer) => layer.units).filter((value) => typeof value === 'number');
  return [input.shape.reduce((product, size) => product * size, 1), ...units].join('–');
}

export const ITEMS: readonly GalleryItem[] = [
  { template: 'xor', panel: 'step', layers: sizes('xor') },
  { template: 'mnist-mlp', panel: 'train', layers: sizes('mnist-mlp') },
  { template: 'mnist-cnn', panel: 'train', layers: sizes('mnist-cnn') },
  { template: 'mnist-cnn-bn', panel: 'train', layers: sizes('mnist-cnn-bn') },
];
