/** The network, layer by layer, and the settings it is trained with: everything one chooses, in one column. */
import { memo, useCallback, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkSpec } from '@/core/network/spec';
import { useDocument } from '@/state';
import { Panel } from '@/ui';
import { shapeText } from '../parts/format';
import { TrainingSettings } from '../settings/TrainingSettings';
import { describeNetwork, type LayerRow } from './describe';
import { LayerItem } from './LayerItem';
import { layerFields } from './layerFields';
import classes from './network.module.css';
import { ProblemNote } from './ProblemNote';

export const NetworkPanel = memo(function NetworkPanel() {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const { rows, parameters, problems } = useMemo(() => describeNetwork(network), [network]);
  return (
    <Panel
      id="network"
      title={t('network.title')}
      actions={
        parameters !== null && <span className={classes.chip}>{t('network.parameters', { count: parameters })}</span>
      }
    >
      <div className={classes.container}>
        <div className={classes.columns}>
          <div>
            {problems.map((problem) => (
              <ProblemNote key={problem.code} problem={problem} />
            ))}
            <Layers network={network} rows={rows} />
          </div>
          <TrainingSettings broken={parameters === null} />
        </div>
      </div>
    </Panel>
  );
});

/** Width and activation of the last layer follow from the task; the others can be changed, where there is something. */
const isEditable = (row: LayerRow) => !row.last && layerFields(row.kind).length > 0;

function Layers({ network, rows }: { network: NetworkSpec; rows: LayerRow[] }) {
  const { t } = useTranslation('train');
  const editable = rows.filter(isEditable);
  // Where there is only one layer to change, its settings are open; a long list begins compact.
  const [chosen, setChosen] = useState<string | null>(editable.length === 1 ? editable[0].id : null);
  const toggle = useCallback((id: string) => setChosen((open) => (open === id ? null : id)), []);
  return (
    <ol className={classes.layers}>
      <li className={classes.layer}>
        <div className={classes.line}>
          <span className={classes.name}>{t('network.input')}</span>
          <span className={`num ${classes.shape}`} title={t('network.shape')}>
            {shapeText(network.input.shape)}
          </span>
        </div>
      </li>
      {rows.map((row, index) => (
        <LayerItem
          key={row.id}
          row={row}
          layer={network.layers[index]}
          editable={isEditable(row)}
          open={chosen === row.id && isEditable(row)}
          onToggle={toggle}
        />
      ))}
    </ol>
  );
}
