/** The network, layer by layer, and the settings it is trained with: everything one chooses, in one column. */
import { memo, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { ACTIVATIONS } from '@/core/activations';
import { documentStore, useDocument, useRun } from '@/state';
import { Button, NumberField, Panel } from '@/ui';
import { shapeText } from '../parts/format';
import { NeedsReset } from '../parts/NeedsReset';
import { SelectField } from '../parts/SelectField';
import { editLayer } from '../settings/edits';
import { TrainingSettings } from '../settings/TrainingSettings';
import { describeNetwork, type LayerRow } from './describe';
import classes from './network.module.css';

/** More hidden units than this would only make training slow. */
const MOST_UNITS = 2048;

/** Functions of one number, the ones that make sense between layers. */
const HIDDEN_ACTIVATIONS = Object.values(ACTIVATIONS).filter((activation) => activation.elementwise);

export const NetworkPanel = memo(function NetworkPanel() {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const description = useMemo(() => describeNetwork(network), [network]);
  const valid = 'rows' in description;
  return (
    <Panel
      id="network"
      title={t('network.title')}
      actions={
        valid && <span className={classes.chip}>{t('network.parameters', { count: description.parameters })}</span>
      }
    >
      <div className={classes.container}>
        <div className={classes.columns}>
          {valid ? (
            <ol className={classes.layers}>
              <li className={classes.layer}>
                <Line name={t('network.input')} shape={network.input.shape} parameters={null} />
              </li>
              {description.rows.map((row) => (
                <Layer key={row.id} row={row} />
              ))}
            </ol>
          ) : (
            <Problems problems={description.problems} />
          )}
          <TrainingSettings />
        </div>
      </div>
    </Panel>
  );
});

function Line({ name, shape, parameters }: { name: string; shape: readonly number[]; parameters: number | null }) {
  const { t } = useTranslation('train');
  return (
    <div className={classes.line}>
      <span className={classes.name}>{name}</span>
      <span className={`num ${classes.shape}`} title={t('network.shape')}>
        {shapeText(shape)}
      </span>
      <span className={classes.count}>
        {parameters !== null &&
          (parameters === 0 ? t('network.noParameters') : t('network.parameters', { count: parameters }))}
      </span>
    </div>
  );
}

function Layer({ row }: { row: LayerRow }) {
  const { t } = useTranslation('train');
  const unitsDirty = useRun((state) => state.dirty.includes('units'));
  const activationDirty = useRun((state) => state.dirty.includes('activation'));
  const activation = row.activation ?? 'linear';
  const kind = t(`layer.${row.kind}`, { defaultValue: row.kind });
  const name = row.activation === null ? kind : `${kind} · ${activationName(row.activation, t)}`;
  const editable = !row.last && row.units !== null;
  return (
    <li className={classes.layer} data-editable={editable}>
      <Line name={name} shape={row.outputShape} parameters={row.parameters} />
      {editable && row.units !== null && (
        <div className={classes.fields}>
          <NumberField
            id={`units-${row.id}`}
            label={t('network.units')}
            value={row.units}
            min={1}
            max={MOST_UNITS}
            integer
            hint={unitsDirty ? <NeedsReset /> : undefined}
            onChange={(units) => documentStore.update(editLayer(row.id, { units }), { merge: `units/${row.id}` })}
          />
          <SelectField
            id={`activation-${row.id}`}
            label={t('network.activation')}
            value={activation}
            options={HIDDEN_ACTIVATIONS.map(({ kind }) => ({ value: kind, label: activationName(kind, t) }))}
            hint={activationDirty ? <NeedsReset /> : undefined}
            onChange={(next) => documentStore.update(editLayer(row.id, { activation: next }))}
          />
        </div>
      )}
    </li>
  );
}

type Translate = ReturnType<typeof useTranslation<'train'>>['t'];

const activationName = (kind: string, t: Translate) => t(`activation.${kind}`, { defaultValue: kind });

/** What is wrong, layer by layer, each with its fix where there is one. */
function Problems({
  problems,
}: {
  problems: Extract<ReturnType<typeof describeNetwork>, { problems: unknown }>['problems'];
}) {
  const { t } = useTranslation('train');
  return (
    <ul className={classes.problems} role="alert">
      {problems.map(({ code, params, fix }) => (
        <li key={`${code}/${JSON.stringify(params)}`}>
          {t(`problem.${code}` as 'problem.other', { defaultValue: t('problem.other', params), ...params })}
          {fix && (
            <Button onClick={() => documentStore.update((document) => ({ ...document, network: fix }))}>
              {t('network.fix')}
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
