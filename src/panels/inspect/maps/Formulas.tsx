/** The same as formulas, with symbols and with numbers put in: core's own words for every step of the cell. */
import { useTranslation } from 'react-i18next';
import { ACTIVATIONS } from '@/core/activations';
import { formatNumber } from '@/core/expr';
import type { ElementwiseAttrs, Explanation, Graph } from '@/core/graph/types';
import { Formula } from '@/ui';
import classes from './cell.module.css';
import type { Story } from './model/cell';

export function Formulas({ graph, story }: { graph: Graph; story: Story }) {
  const { t } = useTranslation(['inspect', 'vocabulary']);
  const nameOf = ({ node, kind }: Explanation): string => {
    const { op, attrs } = graph.nodes[node];
    if (op === 'maxPool2d') return t('cell.stepMax');
    if (op === 'avgPool2d') return t('cell.stepMean');
    if (kind !== 'elementwise') return t(kind === 'sumOfProducts' ? 'cell.stepSum' : 'cell.stepValue');
    const { definition } = attrs as unknown as ElementwiseAttrs;
    if (definition === 'biasAdd') return t('cell.stepBias');
    return definition in ACTIVATIONS
      ? t('cell.stepActivation', { name: t(`vocabulary:activation.${definition}` as 'vocabulary:activation.relu') })
      : t('cell.stepValue');
  };
  return (
    <dl className={classes.formulas} id="cell-formulas">
      {story.steps.map((said) => (
        <div key={said.node}>
          <dt>{nameOf(said)}</dt>
          <dd>
            <Formula tex={`\\displaystyle ${said.left} = ${said.symbols}`} />
            <Formula tex={`${said.numbers}${said.kind === 'select' ? '' : ` = ${formatNumber(said.value)}`}`} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
