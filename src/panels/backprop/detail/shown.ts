/** What is told of the moment: title and sentence, and the elements whose formulas belong to it. */
import { elementSymbol } from '@/core/interpreter/explain';
import { computes, type ElementRef, type Step } from '@/core/interpreter/timeline';
import { type Description, describe, placeName, sentenceOf } from '../model/describe';
import { isHidden } from '../model/moment';
import { locate } from '../model/network';
import type { Stepper } from '../stepper';

/** Title and sentence of the selected element, or of the step when nothing is selected. */
export function described(stepper: Stepper, selection: ElementRef | null): Description {
  const { focus, moment } = stepper;
  const told = selection ? describeSelection(stepper, selection) : describeStep(stepper);
  // A sentence may tell what a number is: that it is 0, that it was the largest.
  const secret = focus !== null && isHidden(moment, focus.node, focus.element);
  return secret ? { ...told, sentence: { key: 'say.hidden', params: {} } } : told;
}

function describeStep({ model, step, focus, traced, graph }: Stepper): Description {
  if (step === null || focus === null) {
    return {
      title: { key: 'title.start', params: {} },
      sentence: { key: 'say.start', params: { count: graph.batchSize } },
    };
  }
  return describe(model, step, focus, traced.values);
}

function describeSelection({ model, traced, graph }: Stepper, selection: ElementRef): Description {
  const place = locate(model, selection);
  const symbol = `⟦${elementSymbol(graph, selection.node, selection.element)}⟧`;
  return {
    title: place === null ? { key: 'title.symbol', params: { symbol } } : placeName(model, place),
    sentence: sentenceOf(model, selection, traced.values),
  };
}

/** In a step of one neuron's nodes, the elements that led to the one in focus: the sum before its bias. */
export function earlierParts(step: Step, focus: ElementRef): ElementRef[] {
  if (step.unit === null) return [];
  const at = step.parts.findIndex((part) => part.node === focus.node);
  return step.parts
    .slice(0, at)
    .flatMap((part) =>
      part.stride > 0 && computes(step, part.node, focus.element) ? [{ node: part.node, element: focus.element }] : [],
    );
}
