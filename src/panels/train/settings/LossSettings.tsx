/** Which loss, how well it fits the data and the end of the network, and its settings. */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { LOSSES, lossOf } from '@/core/losses';
import { withLastActivation } from '@/core/network/outputFixes';
import type { LossSpec } from '@/core/network/spec';
import { Fold } from '@/parts/settings/Fold';
import { SchemaField, SettingsLine } from '@/parts/settings/SchemaField';
import { SelectField } from '@/parts/settings/SelectField';
import shared from '@/parts/settings/settings.module.css';
import { documentStore, useDocument, useTask, useVocabulary } from '@/state';
import { Button } from '@/ui';
import { ClassWeights } from './ClassWeights';
import { setLoss } from './edits';
import { hasClassWeights, lossAdvice, lossFields, lossOfKind, unfit } from './lossChoices';
import classes from './settings.module.css';

const KINDS = Object.keys(LOSSES);

/** Settings with defaults, as far as they are valid. */
function settingsOf(loss: LossSpec): Record<string, unknown> {
  try {
    return lossOf(loss).settings;
  } catch {
    return loss;
  }
}

/** @param mark says that the loss needs a reset. */
export function LossSettings({ mark }: { mark: ReactNode }) {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const { network } = useDocument();
  const { loss } = network;
  const task = useTask();
  const [open, setOpen] = useState(false);
  const fields = useMemo(() => lossFields(network), [network]);
  const settings = useMemo(() => settingsOf(loss), [loss]);
  const reason = unfit(loss.kind, task);
  const weighs = hasClassWeights(loss.kind);
  const change = (name: string, value: unknown) =>
    documentStore.update(setLoss({ ...loss, [name]: value }), { merge: `loss/${name}` });
  return (
    <>
      <SelectField
        id="loss"
        long
        label={vocabulary.setting('loss')}
        value={loss.kind}
        options={KINDS.map((kind) => {
          const why = unfit(kind, task);
          const name = vocabulary.name('loss', kind);
          return {
            value: kind,
            label: why === null ? name : t('loss.notNow', { name, why: t(`loss.unfit.${why}`) }),
            disabled: why !== null && kind !== loss.kind,
          };
        })}
        hint={
          <>
            {mark}
            {reason !== null && <span className={shared.warning}>{t(`loss.unfit.${reason}`)}</span>}
          </>
        }
        onChange={(kind) => {
          documentStore.update(setLoss(lossOfKind(kind, loss)));
          setOpen(true);
        }}
      />
      <LossAdvice />
      <Fold id="loss-more" open={open} onToggle={setOpen} summary={<Summary />}>
        <p className={shared.about}>{vocabulary.about('loss', loss.kind)}</p>
        {fields.map((field) => (
          <SchemaField
            key={field.name}
            group="loss"
            field={field}
            value={settings[field.name]}
            onChange={(value) => change(field.name, value)}
          />
        ))}
        {weighs && task && (
          <ClassWeights
            weights={Array.isArray(loss.classWeights) ? loss.classWeights.map(Number) : null}
            task={task}
            onChange={(weights) => change('classWeights', weights ?? undefined)}
          />
        )}
      </Fold>
    </>
  );
}

/** What is not as usual. */
function Summary() {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const { network } = useDocument();
  const { kind, classWeights } = network.loss;
  const values = useMemo(() => settingsOf(network.loss), [network.loss]);
  const defaults = useMemo(() => settingsOf({ kind }), [kind]);
  const fields = useMemo(
    () => lossFields(network).filter(({ name }) => values[name] !== defaults[name] || name === 'delta'),
    [network, values, defaults],
  );
  if (fields.length === 0 && classWeights === undefined) return t('details');
  return (
    <>
      <SettingsLine fields={fields} values={values} defaults={defaults} />
      {fields.length > 0 && classWeights !== undefined && ' · '}
      {classWeights !== undefined && vocabulary.setting('classWeights')}
    </>
  );
}

/** What does not go well together in the loss and the network's end, with a way out. */
function LossAdvice() {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const { network } = useDocument();
  const task = useTask();
  const advice = lossAdvice(network, task);
  if (advice === null) return null;
  const activation = vocabulary.name('activation', advice.activation);
  return (
    <div className={classes.advice} role="note">
      <p>{t(`loss.advice.${advice.key}`, { activation })}</p>
      <Button
        id="loss-activation"
        onClick={() =>
          documentStore.update((document) => ({
            ...document,
            network: withLastActivation(document.network, advice.activation),
          }))
        }
      >
        {t('loss.useActivation', { activation })}
      </Button>
    </div>
  );
}
