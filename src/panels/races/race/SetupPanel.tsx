/** Who races, from where and how far. What is changed while a race is on counts for the next. */
import { IconPlus } from '@tabler/icons-react';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { useDocument } from '@/state';
import { Button, NumberField, Panel, Segmented } from '@/ui';
import { firstSetup, MOST, MOST_STEPS, type RaceSetup, sixOptimizers, stepsOf, withOneMore } from '../model/setup';
import { setView, useSetup } from '../store';
import { useRacedNetwork } from '../useRacedNetwork';
import { useNumbers } from '../words';
import { ConfigurationItem } from './ConfigurationItem';
import classes from './race.module.css';

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

export function SetupPanel() {
  const { t } = useTranslation('races');
  const [setup, edit] = useSetup();
  const { configurations } = setup;
  const add = () => {
    const next = withOneMore(configurations);
    edit({ configurations: [...next] });
    setView({ open: next[next.length - 1].id });
  };
  return (
    <Panel title={t('setup.title')} note={t('setup.count')} className={classes.setup}>
      <ol className={classes.lanes} aria-label={t('setup.title')}>
        {configurations.map((configuration, index) => (
          <ConfigurationItem
            key={configuration.id}
            configuration={configuration}
            index={index}
            configurations={configurations}
            onChange={(next) => edit({ configurations: [...next] })}
          />
        ))}
      </ol>
      <div className={classes.buttons}>
        <Button
          id="race-add"
          className={classes.small}
          icon={<IconPlus size={14} aria-hidden />}
          disabled={configurations.length >= MOST}
          onClick={add}
        >
          {t('setup.add')}
        </Button>
        <Presets setup={setup} onChoose={edit} />
      </div>
      <Lesson setup={setup} />
      <Conditions setup={setup} onChange={edit} />
    </Panel>
  );
}

interface PartProps {
  setup: RaceSetup;
}

function Presets({ setup, onChoose }: PartProps & { onChoose(setup: RaceSetup): void }) {
  const { t } = useTranslation('races');
  const document = useDocument();
  const six = useMemo(sixOptimizers, []);
  const own = useMemo(() => firstSetup(document), [document]);
  const choose = (next: RaceSetup) => {
    setView({ open: null });
    onChoose(next);
  };
  return (
    <>
      {document.data.id === 'mnist' && !same(setup.configurations, six.configurations) && (
        <Button id="race-six" variant="quiet" className={classes.small} onClick={() => choose(six)}>
          {t('setup.six')}
        </Button>
      )}
      {!same(setup.configurations, own.configurations) && (
        <Button id="race-own" variant="quiet" className={classes.small} onClick={() => choose(own)}>
          {t('setup.own')}
        </Button>
      )}
    </>
  );
}

/** What the six optimizers show, for as long as they are the ones that were measured. */
function Lesson({ setup }: PartProps) {
  const { t } = useTranslation('races');
  const { template } = useDocument();
  const six = useMemo(sixOptimizers, []);
  if (template !== 'mnist-mlp' || !same(setup.configurations, six.configurations)) return null;
  return (
    <p className={classes.lesson} id="race-lesson">
      {t('setup.lesson')}
    </p>
  );
}

function Conditions({ setup, onChange }: PartProps & { onChange(change: Partial<RaceSetup>): void }) {
  const { t } = useTranslation('races');
  const numbers = useNumbers();
  const { stepsPerEpoch, trained, classes: judged } = useRacedNetwork();
  const { length } = setup;
  const steps = stepsOf(length, stepsPerEpoch);
  const hint = () => {
    if (stepsPerEpoch === null || steps === null) return undefined;
    if (length.unit === 'epochs') return t('setup.inSteps', { steps: numbers.whole(steps) });
    return t('setup.inEpochs', { epochs: numbers.epochs(steps / stepsPerEpoch) });
  };
  const setUnit = (unit: 'steps' | 'epochs') => {
    if (unit === length.unit) return;
    if (stepsPerEpoch === null || steps === null)
      return onChange({ length: { unit, count: unit === 'steps' ? 400 : 1 } });
    const count = unit === 'steps' ? steps : Number((steps / stepsPerEpoch).toPrecision(3));
    onChange({ length: { unit, count } });
  };
  return (
    <div className={classes.conditions}>
      <div className={classes.field}>
        <span id="race-from">{t('setup.from')}</span>
        <Segmented
          label={t('setup.from')}
          value={setup.from}
          onChange={(from) => onChange({ from })}
          options={[
            {
              value: 'here',
              label: trained > 0 ? t('setup.hereAt', { step: numbers.whole(trained) }) : t('setup.here'),
            },
            { value: 'initial', label: t('setup.initial') },
          ]}
        />
      </div>
      <div className={classes.field}>
        <span>{t('setup.length')}</span>
        <Segmented
          label={t('setup.unit')}
          value={length.unit}
          onChange={setUnit}
          options={[
            { value: 'steps', label: t('setup.steps') },
            { value: 'epochs', label: t('setup.epochs') },
          ]}
        />
      </div>
      <NumberField
        id="race-length"
        label={t(length.unit === 'steps' ? 'setup.stepsEach' : 'setup.epochsEach')}
        value={length.count}
        min={length.unit === 'steps' ? 1 : 0.01}
        max={length.unit === 'steps' ? MOST_STEPS : 1000}
        integer={length.unit === 'steps'}
        step={length.unit === 'steps' ? 'log' : 1}
        hint={hint()}
        onChange={(count) => onChange({ length: { ...length, count } })}
      />
      {judged ? (
        <NumberField
          id="race-target"
          label={t('setup.target')}
          value={setup.targetAccuracy}
          min={0}
          max={1}
          percent
          onChange={(targetAccuracy) => onChange({ targetAccuracy })}
        />
      ) : (
        <p className={classes.note}>{t('setup.noTarget')}</p>
      )}
    </div>
  );
}
