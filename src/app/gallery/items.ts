/** What the gallery offers: only what works. */
import type { PresetId } from '@/core/network/presets';
import { TEMPLATES, type TemplateId } from '@/core/network/templates';
import type { PanelId } from '../routes';

export interface GalleryItem {
  template: Exclude<TemplateId, PresetId> | 'xor';
  /** The view it opens in. */
  panel: PanelId;
  /** Sizes of its layers; see `sizes`. */
  layers: string;
}

/**
 * Sizes of input and layers of units, such as 784–128–10; filters of the convolutions in a network of several; of an
 * image and what slides over it, 4×4 · 3×3.
 */
export function sizes(template: TemplateId): string {
  const { input, layers } = TEMPLATES[template].network;
  const numbers = (setting: string) =>
    layers.map((layer) => layer[setting]).filter((value): value is number => typeof value === 'number');
  const filters = numbers('filters');
  const windows = [...numbers('poolSize'), ...numbers('kernelSize')];
  if (filters.some((count) => count > 1)) return filters.join('–');
  if (filters.length > 0) return [input.shape[0], windows[0]].map((side) => `${side}×${side}`).join(' · ');
  return [input.shape.reduce((product, size) => product * size, 1), ...numbers('units')].join('–');
}

export const ITEMS: readonly GalleryItem[] = [
  { template: 'xor', panel: 'step', layers: sizes('xor') },
  { template: 'mnist-mlp', panel: 'train', layers: sizes('mnist-mlp') },
  { template: 'mnist-cnn', panel: 'train', layers: sizes('mnist-cnn') },
  { template: 'mnist-cnn-bn', panel: 'train', layers: sizes('mnist-cnn-bn') },
];

/** Fetches what a workspace needs while the pointer is still on its way. */
export const prepareWorkspace = () => void import('../workspace/Workspace');
