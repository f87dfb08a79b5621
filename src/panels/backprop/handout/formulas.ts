/**
 * The formulas of a moment as plain LaTeX (amsmath): of one element, of a step, in the notation that is chosen. A number
 * that is hidden stays hidden.
 */
import { latexOf } from '@/core/expr';
import { elementSymbol } from '@/core/interpreter/explain';
import { wholeOf } from '@/core/interpreter/notation';
import type { ElementRef, Step } from '@/core/interpreter/timeline';
import { earlierParts } from '../detail/shown';
import { explained } from '../model/explained';
import { precise } from '../model/format';
import { boxed } from '../model/hidden';
import { isHidden, isKnown, type Moment } from '../model/moment';
import { anchor } from '../model/network';
import { chainRule, pathsOf } from '../model/paths';
import { updateElements } from '../model/updates';
import type { Notation } from '../session';
import type { Stepper } from '../stepper';

/** What formulas are read off. */
export type Source = Pick<Stepper, 'graph' | 'trace' | 'model' | 'moment'>;

/** A left-hand side and all that it equals, line by line. */
export interface Equation {
  left: string;
  relation: '=' | '\\leftarrow' | '\\in';
  right: string[];
}

/** A number as LaTeX writes it. */
export function latexNumber(value: number): string {
  const [mantissa, power] = precise(value).replaceAll('−', '-').split('e');
  const written = mantissa.replace('∞', '\\infty').replace('NaN', '\\mathrm{NaN}');
  return power === undefined ? written : `${written} \\cdot 10^{${power}}`;
}

/** How an element came about: the rule, the symbols, the numbers, the result. Null while it is not known. */
export function equationAt({ graph, trace, moment }: Source, { node, element }: ElementRef): Equation | null {
  const relation = graph.nodes[node].phase === 'update' ? '\\leftarrow' : '=';
  if (isHidden(moment, node, element)) {
    return { left: latexOf(elementSymbol(graph, node, element)), relation, right: ['\\boxed{?}'] };
  }
  if (!isKnown(moment, node, element)) return null;
  const explanation = explained(trace, node, element);
  const result = latexNumber(explanation.value);
  if (explanation.kind === 'leaf') return { left: latexOf(explanation.left), relation: '=', right: [result] };
  const chain = chainRule(pathsOf(trace, explanation));
  const { rule, symbols, numbers } = chain ?? {
    rule: explanation.symbols,
    symbols: explanation.symbols,
    numbers: explanation.numbers,
  };
  const lines = [rule, symbols, boxed(trace, numbers), result].map(latexOf);
  return {
    left: latexOf(explanation.left),
    relation,
    right: lines.filter((line, i) => line !== lines[i - 1]),
  };
}

/** The elements whose formulas tell a step: those before its focus, or all lines of a weight's update. */
export function toldElements({ graph, model }: Source, step: Step | null, focus: ElementRef): ElementRef[] {
  if (graph.nodes[focus.node].phase === 'update') {
    const at = anchor(model, focus);
    const weight = graph.weights.find(({ node }) => node === at?.node);
    if (at !== null && weight !== undefined) return updateElements(graph, model.owners, weight.name, at.element);
  }
  return step === null ? [focus] : [...earlierParts(step, focus), focus];
}

/** Equations below one another, their signs aligned: something that stands in mathematics mode. */
export function aligned(equations: readonly Equation[]): string {
  const lines = equations.flatMap(({ left, relation, right }) =>
    right.map((line, i) => (i === 0 ? `${left} &${relation} ${line}` : `&= ${line}`)),
  );
  if (lines.length === 0) return '';
  if (lines.length === 1) return lines[0].replace('&', '');
  return `\\begin{aligned}\n${lines.map((line) => `  ${line}`).join(' \\\\\n')}\n\\end{aligned}`;
}

/** Elements in a notation: LaTeX, or in code the lines of Python. */
export function written(source: Source, elements: readonly ElementRef[], notation: Notation): string {
  const { graph } = source;
  if (notation === 'code') return elements.flatMap(({ node }) => wholeOf(graph, node).code).join('\n');
  if (notation === 'matrix') {
    const whole = elements.map(({ node }) => wholeOf(graph, node));
    return aligned(
      whole.map(({ left, relation, right }) => ({ left: latexOf(left), relation, right: [latexOf(right)] })),
    );
  }
  return aligned(elements.flatMap((ref) => equationAt(source, ref) ?? []));
}

/** The same moment with the whole iteration done: what is handed out as a whole. */
export function atTheEnd(moment: Moment): Moment {
  return { ...moment, position: moment.timeline.length };
}
