/** The maps of the network that is running; null while it cannot be built. */
import { useMemo } from 'react';
import { GraphError } from '@/core/ops/types';
import { useRunNetwork } from '@/state';
import { type MapsModel, mapsModel } from './model/layers';

export function useMapsModel(): MapsModel | null {
  const network = useRunNetwork();
  return useMemo(() => {
    try {
      return mapsModel(network);
    } catch (error) {
      // What is wrong with the network is said where it is described.
      if (error instanceof GraphError) return null;
      throw error;
    }
  }, [network]);
}
