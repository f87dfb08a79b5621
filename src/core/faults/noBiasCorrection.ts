/**
 * Adam and its relatives without bias correction: m and v are used as they are, although they start at 0 and are too
 * small for the first steps. v more so than m, so that the first steps are too large (Kingma and Ba, ICLR 2015, section 3).
 */
import { equal, parse, rewrite, substitute } from '../expr';
import type { Expr } from '../expr/types';
import type { UpdateLine } from '../optimizers/types';
import { because, type FaultDefinition } from './types';

/** Optimizers whose running averages are corrected. */
export const CORRECTED: ReadonlySet<string> = new Set(['adam', 'adamw', 'adamax', 'nadam', 'radam']);
/** What moments are divided by. */
const CORRECTIONS = ['1 - beta1^t', '1 - beta2^t', '1 - muProduct', '1 - muProduct * mu * muNext'].map((text) =>
  parse(text),
);
/** The lines that correct; RAdam's count of how many gradients it has seen uses the same powers and stays. */
const LINES: ReadonlySet<string> = new Set(['mHat', 'vHat', 'theta']);
const ROOT = parse('sqrt(1 - beta2^t)');

function uncorrected(expr: Expr): Expr {
  return rewrite(expr, (e) => {
    if (e.kind !== 'call') return e;
    const [a, b] = e.args;
    if (e.fn === 'div' && CORRECTIONS.some((c) => equal(c, b))) return a;
    // RAdam divides by the root of v after it has multiplied by the root of the correction.
    if (e.fn === 'mul' && equal(b, ROOT)) return a;
    return e;
  });
}

/** Update lines without their corrections; a line that would only give another name to a moment is left out. */
export function withoutCorrection(lines: readonly UpdateLine[]): UpdateLine[] {
  const renamed: Record<string, Expr> = {};
  const kept: UpdateLine[] = [];
  for (const { target, expr } of lines) {
    const wrong = substitute(LINES.has(target) ? uncorrected(expr) : expr, renamed);
    if (wrong.kind === 'sym' && target !== 'theta') renamed[target] = wrong;
    else kept.push({ target, expr: wrong });
  }
  return kept;
}

export const noBiasCorrection: FaultDefinition = {
  kind: 'noBiasCorrection',
  betrayedBy: 'curve',
  applicable({ optimizer }) {
    if (!CORRECTED.has(optimizer.kind)) return because('notAdam', { optimizer: optimizer.kind });
    return optimizer.biasCorrection === false ? because('alreadyUncorrected') : null;
  },
  optimizer(optimizer) {
    const { definition } = optimizer;
    if (!CORRECTED.has(definition.kind)) return optimizer;
    return {
      ...optimizer,
      definition: { ...definition, lines: (settings) => withoutCorrection(definition.lines(settings)) },
    };
  },
};
