/**
 * How one number came about: the rule, the formula with symbols and with numbers, the result, and what it means. A
 * gradient is shown as upstream × local for each path; a long sum by its largest terms.
 */
import { type ReactNode, useMemo } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import type { ElementRef } from '@/core/interpreter/timeline';
import { CopyFormula } from '../handout/CopyFormula';
import { tex } from '../model/describe';
import { explained } from '../model/explained';
import { amount, precise } from '../model/format';
import { boxed } from '../model/hidden';
import { isHidden, isKnown } from '../model/moment';
import { anchor } from '../model/network';
import { chainRule, pathsOf } from '../model/paths';
import { HiddenNote } from '../practice/HiddenNote';
import { useSession } from '../session';
import { useStepper } from '../stepper';
import { type Kind, Value } from '../Value';
import { Sentence, useWords } from '../words';
import detailCss from './detail.module.css';
import { LinkedFormula } from './LinkedFormula';
import { TermTable } from './TermTable';
import { WholeBlock, WholeLine } from './WholeBlock';

/** How far "a little" is, in sentences about what a gradient means. */
const NUDGE = 0.01;

export function kindOf(phase: string): Kind {
  if (phase === 'backward') return 'gradient';
  return phase === 'update' ? 'update' : phase === 'forward' ? 'value' : 'plain';
}

/** Formulas set in a line may break at their signs; one with fractions is set as large as on a line of its own. */
const roomy = (tex: string) => (/\\(?:d?frac|begin|underbrace)/.test(tex) ? `\\displaystyle ${tex}` : tex);

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
  const notation = useSession((s) => s.notation);
  const explanation = useMemo(
    () => (known ? explained(trace, ref.node, ref.element, true) : null),
    [known, trace, ref.node, ref.element],
  );
  const paths = useMemo(() => (explanation ? pathsOf(trace, explanation, true) : []), [trace, explanation]);
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
  const whole = notation !== 'index' && !leaf;
  return (
    <section className={detailCss.block}>
      {whole && (
        <>
          <div className={detailCss.rule} data-phase={phase}>
            <WholeLine node={ref.node} notation={notation} />
            <CopyFormula elements={[ref]} />
          </div>
          <WholeBlock element={ref} explanation={explanation} notation={notation} />
        </>
      )}
      {!leaf && !whole && (
        <div className={detailCss.rule} data-phase={phase} data-long={paths.length > 1}>
          <LinkedFormula fit tex={`\\displaystyle ${explanation.left} = ${rule}`} />
          <span className={detailCss.ruleEnd}>
            {chain && <span className={detailCss.ruleNote}>{words('detail.upstreamLocal')}</span>}
            <CopyFormula elements={[ref]} />
          </span>
        </div>
      )}
      <dl className={detailCss.lines}>
        {!leaf && !whole && symbols !== rule && (
          <Line name={words('detail.symbols')}>
            <LinkedFormula fit tex={roomy(symbols)} />
          </Line>
        )}
        {!leaf && !whole && numbers !== symbols && (
          <Line name={words('detail.numbers')}>
            <LinkedFormula fit tex={roomy(numbers)} />
          </Line>
        )}
        <Line name={words(leaf ? 'detail.given' : 'detail.result')}>
          {whole && (
            <span className={detailCss.ofElement}>
              <LinkedFormula tex={`\\displaystyle ${explanation.left}`} />
              {' = '}
            </span>
          )}
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
      {!whole && <Terms element={ref} />}
    </section>
  );
}

/** The terms one by one, each with its symbols as buttons: the formula for those who do not point. */
function Terms({ element: ref }: { element: ElementRef }) {
  const { trace } = useStepper();
  const explanation = explained(trace, ref.node, ref.element);
  const paths = useMemo(() => pathsOf(trace, explanation), [trace, explanation]);
  return <TermTable explanation={explanation} paths={paths} />;
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
