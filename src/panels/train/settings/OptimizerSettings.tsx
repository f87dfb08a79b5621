/** Which optimizer, its learning rate, and its other settings: their values in one line, opened to be changed. */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { optimizerOf as resolveOptimizer } from '@/core/optimizers';
import { PLATEAU, startsFromRate } from '@/core/schedules/rate';
import { documentStore, runActions, useDocument, useVocabulary } from '@/state';
import { Formula, NumberField, writeNumber } from '@/ui';
import { SelectField } from '../parts/SelectField';
import { chooseOptimizer, editOptimizer, optimizerOf } from './edits';
import { Fold } from './Fold';
import { OptionalNumber } from './OptionalNumber';
import {
  commonFields,
  groupOf,
  isFarFrom,
  OPTIMIZER_KINDS,
  type OptimizerGroup,
  optimizerFields,
  switchedOn,
  updateFormula,
  usualRate,
} from './optimizerFields';
import { SchemaField, SettingsLine } from './SchemaField';
import classes from './settings.module.css';

const GROUPS: readonly OptimizerGroup[] = ['plain', 'momentum', 'adaptive', 'sign'];

/** @param mark says that the optimizer needs a reset. */
export function OptimizerSettings({ mark }: { mark: ReactNode }) {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const document = useDocument();
  const optimizer = optimizerOf(document);
  const { kind } = optimizer;
  const schedule = document.training.phases[0].schedule?.kind;
  const [open, setOpen] = useState(false);
  /** Whether another optimizer has just been chosen: its usual rate may be another one. */
  const [chosen, setChosen] = useState(false);
  const fields = useMemo(() => optimizerFields(kind), [kind]);
  const common = useMemo(() => commonFields(kind), [kind]);
  const { settings } = useMemo(() => resolveOptimizer(optimizer), [optimizer]);
  const usual = useMemo(() => usualRate(kind), [kind]);
  const change = (name: string, value: unknown) =>
    documentStore.update(editOptimizer({ [name]: value }), { merge: `optimizer/${name}` });
  const rateHint = () => {
    if (schedule === 'oneCycle') return t('rate.peak');
    return schedule && schedule !== PLATEAU && !startsFromRate(schedule) ? t('rate.unused') : undefined;
  };
  return (
    <>
      <SelectField
        id="optimizer"
        label={vocabulary.setting('optimizer')}
        value={kind}
        options={GROUPS.flatMap((group) =>
          OPTIMIZER_KINDS.filter((one) => groupOf(one) === group).map((one) => ({
            value: one,
            label: vocabulary.name('optimizer', one),
            group: t(`optimizers.${group}`),
          })),
        )}
        hint={mark}
        onChange={(next) => {
          documentStore.update(chooseOptimizer(next, {}));
          setOpen(true);
          setChosen(true);
        }}
      />
      <NumberField
        id="learning-rate"
        label={vocabulary.setting('learningRate')}
        value={optimizer.learningRate}
        min={1e-8}
        max={1e6}
        step="log"
        hint={rateHint()}
        onChange={(rate) => {
          setChosen(false);
          runActions.setLearningRate(rate);
        }}
      />
      {chosen && isFarFrom(usual, optimizer.learningRate) && rateHint() === undefined && (
        <p className={classes.about}>
          {t('rate.usual', { name: vocabulary.name('optimizer', kind), rate: writeNumber(usual) })}{' '}
          <button
            type="button"
            id="use-usual-rate"
            className={classes.link}
            onClick={() => {
              setChosen(false);
              runActions.setLearningRate(usual);
            }}
          >
            {t('rate.use')}
          </button>
        </p>
      )}
      <Fold id="optimizer-more" open={open} onToggle={setOpen} summary={<Summary />}>
        <p className={classes.about}>{vocabulary.about('optimizer', kind)}</p>
        {fields.map((field) => (
          <SchemaField
            key={field.name}
            group="optimizer"
            field={field}
            value={settings[field.name]}
            onChange={(value) => change(field.name, value)}
          />
        ))}
        {common.map((field) => (
          <OptionalNumber
            key={field.name}
            id={`optimizer-${field.name}`}
            field={field}
            value={typeof optimizer[field.name] === 'number' ? Number(optimizer[field.name]) : undefined}
            first={switchedOn(field.name)}
            onChange={(value) => change(field.name, value)}
          />
        ))}
        <UpdateFormula />
      </Fold>
    </>
  );
}

/** What it is set to, and what it is given besides. */
function Summary() {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const optimizer = optimizerOf(useDocument());
  const { settings } = useMemo(() => resolveOptimizer(optimizer), [optimizer]);
  const fields = useMemo(() => optimizerFields(optimizer.kind), [optimizer.kind]);
  const defaults = useMemo(() => resolveOptimizer({ kind: optimizer.kind }).settings, [optimizer.kind]);
  const besides = commonFields(optimizer.kind).filter(({ name }) => optimizer[name] !== undefined);
  if (fields.length + besides.length === 0) return t('details');
  return (
    <>
      <SettingsLine fields={fields} values={settings} defaults={defaults} />
      {besides.map(({ name }, index) => (
        <span key={name}>
          {index + fields.length > 0 && ' · '}
          {vocabulary.setting(name)} <span className="num">{writeNumber(Number(optimizer[name]))}</span>
        </span>
      ))}
    </>
  );
}

/** The lines of the update, as the definition has them. */
function UpdateFormula() {
  const { t } = useTranslation('settings');
  const optimizer = optimizerOf(useDocument());
  const [open, setOpen] = useState(false);
  const tex = useMemo(() => (open ? updateFormula(optimizer) : ''), [open, optimizer]);
  return (
    <details className={classes.formula} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id="optimizer-formula">{t('formula')}</summary>
      {open && <Formula tex={tex} display />}
    </details>
  );
}
