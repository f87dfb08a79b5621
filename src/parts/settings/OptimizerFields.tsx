/** Which optimizer, its learning rate, and its other settings: their values in one line, opened to be changed. */
import { type ReactNode, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OptimizerSpec } from '@/core/network/spec';
import { optimizerOf as resolveOptimizer } from '@/core/optimizers';
import { PLATEAU, startsFromRate } from '@/core/schedules/rate';
import { useVocabulary } from '@/state';
import { Formula, NumberField, writeNumber } from '@/ui';
import { Fold } from './Fold';
import { OptionalNumber } from './OptionalNumber';
import {
  commonFields,
  groupOf,
  isFarFrom,
  OPTIMIZER_GROUPS,
  OPTIMIZER_KINDS,
  optimizerFields,
  switchedOn,
  updateFormula,
  usualRate,
  withKind,
  withSetting,
} from './optimizerFields';
import { SchemaField, SettingsLine } from './SchemaField';
import { SelectField, type SelectOption } from './SelectField';
import classes from './settings.module.css';

interface OptimizerFieldsProps {
  /** The list of optimizers is called so, the other parts `<id>-<setting>`. */
  id: string;
  /** What the field of the learning rate is called; `<id>-learningRate` where nothing else is said. */
  rateId?: string;
  value: OptimizerSpec;
  /** Kind of the schedule beside it: what it makes of the learning rate is said. */
  schedule?: string;
  /** Remark below the list of optimizers. */
  mark?: ReactNode;
  /** What stands below the learning rate: a way to find one. */
  rateHelp?: ReactNode;
  /** @param changed `kind`, or the name of the setting that is another one now. */
  onChange(value: OptimizerSpec, changed: string): void;
}

/** Every optimizer there is, in its group, for a list to choose from. */
export function useOptimizerOptions(): SelectOption[] {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  return useMemo(
    () =>
      OPTIMIZER_GROUPS.flatMap((group) =>
        OPTIMIZER_KINDS.filter((kind) => groupOf(kind) === group).map((kind) => ({
          value: kind,
          label: vocabulary.name('optimizer', kind),
          group: t(`optimizers.${group}`),
        })),
      ),
    [t, vocabulary],
  );
}

export function OptimizerFields({ id, rateId, value, schedule, mark, rateHelp, onChange }: OptimizerFieldsProps) {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const options = useOptimizerOptions();
  const { kind, learningRate } = value;
  const [open, setOpen] = useState(false);
  /** Whether another optimizer has just been chosen: its usual rate may be another one. */
  const [chosen, setChosen] = useState(false);
  const fields = useMemo(() => optimizerFields(kind), [kind]);
  const common = useMemo(() => commonFields(kind), [kind]);
  const { settings } = useMemo(() => resolveOptimizer(value), [value]);
  const usual = useMemo(() => usualRate(kind), [kind]);
  const change = (name: string, next: unknown) => onChange(withSetting(value, name, next), name);
  const setRate = (rate: number) => {
    setChosen(false);
    change('learningRate', rate);
  };
  const rateHint = () => {
    if (schedule === 'oneCycle') return t('rate.peak');
    return schedule && schedule !== PLATEAU && !startsFromRate(schedule) ? t('rate.unused') : undefined;
  };
  return (
    <>
      <SelectField
        id={id}
        label={vocabulary.setting('optimizer')}
        value={kind}
        options={options}
        hint={mark}
        onChange={(next) => {
          onChange(withKind(value, next), 'kind');
          setOpen(true);
          setChosen(true);
        }}
      />
      <NumberField
        id={rateId ?? `${id}-learningRate`}
        label={vocabulary.setting('learningRate')}
        value={learningRate}
        min={1e-8}
        max={1e6}
        step="log"
        hint={rateHint()}
        onChange={setRate}
      />
      {rateHelp}
      {chosen && isFarFrom(usual, learningRate) && rateHint() === undefined && (
        <p className={classes.about}>
          {t('rate.usual', { name: vocabulary.name('optimizer', kind), rate: writeNumber(usual) })}{' '}
          <button type="button" id={`${id}-usual-rate`} className={classes.link} onClick={() => setRate(usual)}>
            {t('rate.use')}
          </button>
        </p>
      )}
      <Fold id={`${id}-more`} open={open} onToggle={setOpen} summary={<Summary value={value} />}>
        <p className={classes.about}>{vocabulary.about('optimizer', kind)}</p>
        {fields.map((field) => (
          <SchemaField
            key={field.name}
            group={id}
            field={field}
            value={settings[field.name]}
            onChange={(next) => change(field.name, next)}
          />
        ))}
        {common.map((field) => (
          <OptionalNumber
            key={field.name}
            id={`${id}-${field.name}`}
            field={field}
            value={typeof value[field.name] === 'number' ? Number(value[field.name]) : undefined}
            first={switchedOn(field.name)}
            onChange={(next) => change(field.name, next)}
          />
        ))}
        <UpdateFormula id={id} value={value} />
      </Fold>
    </>
  );
}

/** What it is set to, and what it is given besides. */
function Summary({ value }: { value: OptimizerSpec }) {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const { settings } = useMemo(() => resolveOptimizer(value), [value]);
  const fields = useMemo(() => optimizerFields(value.kind), [value.kind]);
  const defaults = useMemo(() => resolveOptimizer({ kind: value.kind }).settings, [value.kind]);
  const besides = commonFields(value.kind).filter(({ name }) => value[name] !== undefined);
  if (fields.length + besides.length === 0) return t('details');
  return (
    <>
      <SettingsLine fields={fields} values={settings} defaults={defaults} />
      {besides.map(({ name }, index) => (
        <span key={name}>
          {index + fields.length > 0 && ' · '}
          {vocabulary.setting(name)} <span className="num">{writeNumber(Number(value[name]))}</span>
        </span>
      ))}
    </>
  );
}

/** The lines of the update, as the definition has them. */
function UpdateFormula({ id, value }: { id: string; value: OptimizerSpec }) {
  const { t } = useTranslation('settings');
  const [open, setOpen] = useState(false);
  const tex = useMemo(() => (open ? updateFormula(value) : ''), [open, value]);
  return (
    <details className={classes.formula} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary id={`${id}-formula`}>{t('formula')}</summary>
      {open && <Formula tex={tex} display />}
    </details>
  );
}
