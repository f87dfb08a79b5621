/** Which optimizer, its learning rate, and its other settings: their values in one line, opened to be changed. */
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { optimizerOf as resolveOptimizer } from '@/core/optimizers';
import { documentStore, runActions, useDocument } from '@/state';
import { NumberField, writeNumber } from '@/ui';
import { SelectField } from '../parts/SelectField';
import { chooseOptimizer, editOptimizer, optimizerOf } from './edits';
import { OPTIMIZER_KINDS, optimizerFields } from './optimizerFields';
import type { Setting } from './schemaFields';
import classes from './settings.module.css';

/** @param mark says that the optimizer needs a reset. */
export function OptimizerSettings({ mark }: { mark: ReactNode }) {
  const { t } = useTranslation('train');
  const optimizer = optimizerOf(useDocument());
  const fields = useMemo(() => optimizerFields(optimizer.kind), [optimizer.kind]);
  const { settings } = useMemo(() => resolveOptimizer(optimizer), [optimizer]);
  return (
    <>
      <SelectField
        id="optimizer"
        label={t('settings.optimizer')}
        value={optimizer.kind}
        options={OPTIMIZER_KINDS.map((kind) => ({
          value: kind,
          label: t(`optimizer.${kind}` as 'optimizer.sgd', { defaultValue: kind }),
        }))}
        hint={mark}
        onChange={(kind) => documentStore.update(chooseOptimizer(kind, {}))}
      />
      <NumberField
        id="learning-rate"
        label={t('settings.learningRate')}
        value={optimizer.learningRate}
        min={1e-9}
        max={1e6}
        step="log"
        onChange={runActions.setLearningRate}
      />
      {fields.length > 0 && (
        <details className={classes.more}>
          <summary>
            <Summary fields={fields} settings={settings} />
          </summary>
          <div className={classes.fields}>
            {fields.map((field) => (
              <SettingField key={field.name} field={field} value={settings[field.name]} />
            ))}
          </div>
        </details>
      )}
    </>
  );
}

const useSettingName = () => {
  const { t } = useTranslation('train');
  return (name: string) => t(`settings.${name}` as 'settings.momentum', { defaultValue: name });
};

/** Every number, and the choices that differ from their default. */
function Summary({ fields, settings }: { fields: Setting[]; settings: Record<string, unknown> }) {
  const nameOf = useSettingName();
  const shown = fields.filter((field) => field.type !== 'choice' || settings[field.name] !== field.values[0]);
  return shown.map(({ name, type }, index) => (
    <span key={name}>
      {index > 0 && ' · '}
      {nameOf(name)} {type !== 'choice' && <span className="num">{writeNumber(Number(settings[name]))}</span>}
    </span>
  ));
}

function SettingField({ field, value }: { field: Setting; value: unknown }) {
  const { t } = useTranslation('train');
  const nameOf = useSettingName();
  const { name } = field;
  if (field.type === 'choice') {
    return (
      <SelectField
        id={`optimizer-${name}`}
        label={nameOf(name)}
        value={String(value)}
        options={field.values.map((choice) => ({
          value: String(choice),
          label: t(`choice.${choice}` as 'choice.true', { defaultValue: String(choice) }),
        }))}
        onChange={(text) => {
          const chosen = field.values.find((choice) => String(choice) === text);
          documentStore.update(editOptimizer({ [name]: chosen }));
        }}
      />
    );
  }
  return (
    <NumberField
      id={`optimizer-${name}`}
      label={nameOf(name)}
      value={Number(value)}
      min={field.min}
      max={field.max}
      integer={field.integer}
      step={name === 'epsilon' ? 'log' : 0.01}
      onChange={(next) => documentStore.update(editOptimizer({ [name]: next }), { merge: `optimizer/${name}` })}
    />
  );
}
