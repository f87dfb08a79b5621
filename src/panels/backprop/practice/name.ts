/** What a number is called in an exercise: where it is, and what it is: `hidden, neuron 1 · gradient of a₁`. */

import { elementSymbol } from '@/core/interpreter/explain';
import type { ElementRef } from '@/core/interpreter/timeline';
import { type Message, tex } from '../model/message';
import { titleOf } from '../model/names';
import type { NetworkModel } from '../model/network';

export function numberName(model: NetworkModel, ref: ElementRef): Message {
  const { phase, layer } = model.graph.nodes[ref.node];
  const parts = [{ node: ref.node, start: ref.element, stride: 1, count: 1 }];
  const weight = model.owners.get(ref.node) ?? null;
  const title = titleOf(model, { index: 1, phase, parts, focus: ref, layer, weight, unit: null }, ref);
  return title;
}

/** LaTeX of the number, in a sentence. */
export const numberSymbol = ({ graph }: NetworkModel, { node, element }: ElementRef): string =>
  tex(elementSymbol(graph, node, element));
