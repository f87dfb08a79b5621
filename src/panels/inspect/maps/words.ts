/** Maps and cells in words: summaries of whole layers for screen readers, and single cells as they are pointed at. */
import { useMediaQuery } from '@mantine/hooks';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import type { Snapshot } from '@/state';
import { measured } from '@/ui';
import { type Cell, elementOf } from './model/cell';
import type { MapLayer, MapsModel } from './model/layers';
import { valuesOf } from './seen';

/** Whether one points with a finger, so that words say to tap. */
export const useTouch = (): boolean =>
  useMediaQuery('(pointer: coarse)', false, { getInitialValueInEffect: false }) ?? false;

/** `32 maps of 26×26`. */
export function useFormWords(): (layer: MapLayer) => string {
  const { t } = useTranslation('inspect');
  return useCallback(({ maps, height, width }) => t('maps.form', { count: maps, height, width }), [t]);
}

/** What a layer's maps show as a whole. */
export function useLayerWords(layer: MapLayer, seen: Snapshot | null): string {
  const { t } = useTranslation('inspect');
  const form = useFormWords()(layer);
  const values = valuesOf(seen, layer);
  if (!values) return t('maps.layerEmpty', { layer: layer.id, form });
  let [low, high, zero] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    if (value === 0) zero++;
  }
  return t('maps.layerSummary', {
    layer: layer.id,
    form,
    low: measured(low),
    high: measured(high),
    zero: Math.round((100 * zero) / values.length),
  });
}

/** One cell with its value. */
export function useCellWords(model: MapsModel): (cell: Cell, seen: Snapshot | null) => string {
  const { t } = useTranslation('inspect');
  return useCallback(
    (cell, seen) => {
      const layer = model.layers.find(({ id }) => id === cell.layer);
      const values = layer ? valuesOf(seen, layer) : null;
      const value = layer && values ? values[elementOf(model.graph, layer, cell)] : null;
      const place = { layer: cell.layer, map: cell.map + 1, row: cell.row + 1, column: cell.column + 1 };
      return value === undefined || value === null
        ? t('cell.place', place)
        : t('cell.placeValue', { ...place, value: measured(value, 4) });
    },
    [model, t],
  );
}
