/**
 * How one number came about: the rule, the formula with symbols and with numbers, the result, and what it means. A
 * gradient is shown as upstream × local for each path; a long sum by its largest terms.
 */
import { type ReactNode, useMemo } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import type { ElementRef } from '@/core/interpreter/timeline';
import { Formula } from '@/ui';
import { tex } from '../model/describe';
import { explained } from '../model/explained';
import { amount, precise } from '../model/format';
import { boxed } from '../model/hidden';
import { isHidden, isKnown } from '../model/moment';
import { anchor } from '../model/network';
import { chainRule, pathsOf } from '../model/paths';
import { HiddenNote } from '../practice/HiddenNote';
import { useStepper } from '../stepper';
import { type Kind, Value } from '../Value';
import { Sentence, useWords } from '../words';
import detailCss from './detail.module.css';
import { TermTable } from './TermTable';

/** How far "a little" is, in sentences about what a gradient means. */
const NUDGE = 0.01;

export function kindOf(phase: string): Kind {
  if (phase === 'backward') return 'gradient';
  return phase === 'update' ? 'update' : phase === 'forward' ? 'value' : 'plain';
}

/** Formulas set in a line may break at their signs; one with fractions is set as large as on a line of its own. */
const roomy = (tex: string) => (/\\(?:d?frac|begin|underbrace)/.test(tex) ? `\\displaystyle ${tex}` : tex);

/** Whether a formula has a sum or an equation outside of all brackets and groups, where a line may end. */
function breaks(tex: string): boolean {
  let depth = 0;
  for (const [piece] of tex.matchAll(/\\(?:left|right)(?![a-z])|[{}()[\]+=]/g)) {
    if ((piece === '+' || piece === '=') && depth === 0) return true;
    if (piece === '\\left' || '{(['.includes(piece)) depth++;
    else if (piece === '\\right' || '})]'.includes(piece)) depth--;
  }
  return false;
}

/** A long formula in one pair of brackets cannot break: it is set as one that scrolls. */
const unbreakable = (tex: string) => tex.length > 90 && /\\left/.test(tex) && !breaks(tex);

function Line({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={detailCss.line}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

export function FormulaBlock({ element: ref }: { element: ElementRef }) {
  const words = useWords();
  const { graph, trace, moment } = useStepper();
  const known = isKnown(moment, ref.node, ref.element);
  const explanation = useMemo(
    () => (known ? explained(trace, ref.node, ref.element) : null),
    [known, trace, ref.node, ref.element],
  );
  const paths = useMemo(() => (explanation ? pathsOf(trace, explanation) : []), [trace, explanation]);
  if (isHidden(moment, ref.node, ref.element)) return <HiddenNote element={ref} />;
  if (explanation === null) {
    return (
      <section className={detailCss.block}>
        <p className="muted">{words('detail.notYet')}</p>
      </section>
    );
  }
  const { phase } = graph.nodes[ref.node];
  const chain = chainRule(paths);
  const symbols = chain?.symbols ?? explanation.symbols;
  const numbers = boxed(trace, chain?.numbers ?? explanation.numbers);
  const rule = chain?.rule ?? explanation.symbols;
  const leaf = explanation.kind === 'leaf';
  return (
    <section className={detailCss.block}>
      {!leaf && (
        <div className={detailCss.rule} data-phase={phase} data-long={paths.length > 1}>
          <Formula tex={`\\displaystyle ${explanation.left} = ${rule}`} />
          {chain && <span className={detailCss.ruleNote}>{words('detail.upstreamLocal')}</span>}
        </div>
      )}
      <dl className={detailCss.lines}>
        {!leaf && symbols !== rule && (
          <Line name={words('detail.symbols')}>
            <Formula tex={roomy(symbols)} />
          </Line>
        )}
        {!leaf && numbers !== symbols && (
          <Line name={words('detail.numbers')}>
            <Formula tex={roomy(numbers)} display={unbreakable(numbers)} />
          </Line>
        )}
        <Line name={words(leaf ? 'detail.given' : 'detail.result')}>
          <strong>
            <Value
              value={explanation.value}
              kind={kindOf(phase)}
              node={ref.node}
              element={ref.element}
              format={precise}
            />
          </strong>
        </Line>
        {phase === 'backward' && <Meaning element={ref} gradient={explanation.value} />}
      </dl>
      <TermTable explanation={explanation} paths={paths} />
    </section>
  );
}

/** What a gradient says in plain words, with the numbers put in. */
function Meaning({ element, gradient }: { element: ElementRef; gradient: number }) {
  const words = useWords();
  const { graph, model } = useStepper();
  const node = graph.nodes[element.node];
  const target = anchor(model, element);
  if (target === null || !Number.isFinite(gradient) || graph.nodes[target.node].id === graph.loss) return null;
  const partial = node.gradientOf === null;
  const direction = gradient === 0 ? 'flat' : gradient > 0 ? 'raises' : 'lowers';
  const symbol = tex(elementSymbol(graph, target.node, target.element));
  return (
    <Line name={words('detail.meaning')}>
      <span className={detailCss.meaning}>
        <Sentence
          message={{ key: `meaning.${direction}`, params: { symbol, nudge: NUDGE, amount: amount(gradient * NUDGE) } }}
        />
        {partial && ` ${words('meaning.path')}`}
      </span>
    </Line>
  );
}
