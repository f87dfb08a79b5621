/** Where numbers stopped being numbers. */
import type { Trace } from '../graph/types';
import type { ElementRef } from './timeline';

export interface NonFinite extends ElementRef {
  value: number;
  /** It was fed in like this: a weight, an input. Otherwise the operation of the node made it from finite numbers. */
  given: boolean;
}

/**
 * The first value, in the order of evaluation, that is NaN or infinite: all the others follow from it. Null where there
 * is none. Constants and scalars that nothing reads are left out.
 */
export function firstNonFinite({ graph, values }: Trace): NonFinite | null {
  for (const { id, role } of graph.nodes) {
    if (role === 'constant' || role === 'scalar') continue;
    const data = values[id];
    for (let element = 0; element < data.length; element++) {
      // Infinity − Infinity and NaN − NaN are both NaN.
      if (data[element] - data[element] !== 0) return { node: id, element, value: data[element], given: role !== null };
    }
  }
  return null;
}
