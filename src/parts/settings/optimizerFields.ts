/** Optimizers as their fields offer them: in groups, their settings, what an edit makes of them, their update as formulas. */
import { print } from '@/core/expr';
import { buildOptimizerGraph } from '@/core/graph/build';
import { linesOf } from '@/core/graph/lines';
import type { OptimizerSpec } from '@/core/network/spec';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import { commonSchema } from '@/core/optimizers/settings';
import { fieldsOf, type NumberSetting, type Setting } from './schemaFields';

/** Settings of an optimizer besides the learning rate, in the order of its definition. */
export function optimizerFields(kind: string): Setting[] {
  return fieldsOf(OPTIMIZERS[kind].settings).filter(({ name }) => name !== 'learningRate');
}

/** What every optimizer can be given besides, in the order in which it acts. */
export function commonFields(kind: string): NumberSetting[] {
  const own = optimizerFields(kind).map(({ name }) => name);
  const order = ['globalClipNorm', 'clipNorm', 'clipValue', 'weightDecay'];
  return fieldsOf(commonSchema)
    .filter((field): field is NumberSetting => field.type === 'number' && !own.includes(field.name))
    .sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** What such a setting is when it is switched on. */
export const switchedOn = (name: string): number => (name === 'weightDecay' ? 0.004 : 1);

/** Kinds of optimizers there are, in the order they are registered. */
export const OPTIMIZER_KINDS = Object.keys(OPTIMIZERS);

export type OptimizerGroup = 'plain' | 'momentum' | 'adaptive' | 'sign';

export const OPTIMIZER_GROUPS: readonly OptimizerGroup[] = ['plain', 'momentum', 'adaptive', 'sign'];

/** Another optimizer with its own defaults; the learning rate stays. */
export const withKind = ({ learningRate }: OptimizerSpec, kind: string): OptimizerSpec => ({ kind, learningRate });

/** The optimizer with one setting changed; undefined takes it away without a trace. */
export function withSetting(optimizer: OptimizerSpec, name: string, value: unknown): OptimizerSpec {
  const { [name]: _before, ...others } = optimizer;
  return (value === undefined ? others : { ...optimizer, [name]: value }) as OptimizerSpec;
}

/** What sets an optimizer apart, read off its lines: only the sign counts, more than a velocity is remembered, or less. */
export function groupOf(kind: string): OptimizerGroup {
  const { definition, settings } = optimizerOf({ kind });
  if (definition.lines(settings).some(({ expr }) => print(expr).includes('sign('))) return 'sign';
  const names = definition.state(settings).map((state) => (typeof state === 'string' ? state : state.name));
  if (names.length === 0) return 'plain';
  return names.every((name) => name === 'velocity') ? 'momentum' : 'adaptive';
}

/** The update of one weight from its gradient, line by line, with weight decay but without clipping, as LaTeX. */
export function updateFormula(optimizer: OptimizerSpec): string {
  const { clipValue: _value, clipNorm: _norm, globalClipNorm: _global, ...unclipped } = optimizer;
  const graph = buildOptimizerGraph(unclipped, [1]);
  const lines = linesOf(graph, ({ phase }) => phase === 'update');
  return `\\begin{aligned} ${lines.map((line) => line.replace(' = ', ' &\\leftarrow ')).join(' \\\\ ')} \\end{aligned}`;
}

/** The learning rate that an optimizer's definition begins with. */
export const usualRate = (kind: string): number => optimizerOf({ kind }).settings.learningRate;

/** Whether a rate is at least three times another one, or at most a third of it. */
export const isFarFrom = (usual: number, rate: number): boolean => rate >= 3 * usual || usual >= 3 * rate;
