/** Kernels as pictures: `[rows, columns, channels, filters]` taken apart into planes, by channel or by filter. */
import { sizeOf } from '@/core/graph/shape';
import type { Graph, Shape } from '@/core/graph/types';
import type { Snapshot } from '@/state';
import type { MapLayer, MapsModel } from './layers';

export interface Kernel {
  rows: number;
  columns: number;
  channels: number;
  filters: number;
}

export const convolutions = ({ layers }: MapsModel): MapLayer[] => layers.filter(({ kernel }) => kernel !== null);

export function kernelOf(graph: Graph, layer: MapLayer): Kernel {
  const [rows, columns, channels, filters] = graph.nodes[graph.nodes[layer.window].inputs[1]].shape as Shape;
  return { rows, columns, channels, filters };
}

/** The kernel's values in a snapshot; null when it has none of that size. */
export function kernelIn(seen: Snapshot | null, graph: Graph, layer: MapLayer): Float32Array | null {
  const values = layer.kernel === null ? undefined : seen?.weights[layer.kernel];
  return values?.length === sizeOf(graph.nodes[graph.nodes[layer.window].inputs[1]].shape) ? values : null;
}

/** What every filter multiplies one channel with: one plane a filter. */
export function byChannel(values: Float32Array, { rows, columns, channels, filters }: Kernel, channel: number) {
  const planes = new Float32Array(rows * columns * filters);
  for (let cell = 0; cell < rows * columns; cell++) {
    const from = (cell * channels + channel) * filters;
    for (let filter = 0; filter < filters; filter++) planes[filter * rows * columns + cell] = values[from + filter];
  }
  return planes;
}

/** What one filter multiplies every channel with: one plane a channel. */
export function byFilter(values: Float32Array, { rows, columns, channels, filters }: Kernel, filter: number) {
  const planes = new Float32Array(rows * columns * channels);
  for (let cell = 0; cell < rows * columns; cell++) {
    for (let channel = 0; channel < channels; channel++) {
      planes[channel * rows * columns + cell] = values[(cell * channels + channel) * filters + filter];
    }
  }
  return planes;
}
