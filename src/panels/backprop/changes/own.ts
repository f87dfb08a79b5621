/** What the run itself has, where something else is tried. */
import { useDocument, useRunNetwork } from '@/state';
import { useSession } from '../session';
import { nextRate } from '../useStep';

/** The learning rate that the run's next update would have. */
export function useOwnRate(): number {
  const document = useDocument();
  const checkpoint = useSession((s) => s.checkpoint);
  return nextRate(document, checkpoint);
}

/** The activation that a layer has in the run; null for layers without. */
export function useOwnActivation(layer: string | null): string | null {
  const network = useRunNetwork();
  const own = network.layers.find(({ id }) => id === layer);
  if (own === undefined) return null;
  if (typeof own.activation === 'string') return own.activation;
  return own.kind === 'dense' || own.kind === 'conv2d' || own.kind === 'conv1d' ? 'linear' : null;
}
