/** Everything of one racer: its name, its optimizer, its schedule, a memory that is lost, and whether it stays. */
import { IconCopy, IconEye, IconEyeOff, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { optimizerOf } from '@/core/optimizers';
import { MOST_RACERS, type RacerSpec } from '@/core/racing/types';
import { OptimizerFields } from '@/parts/settings/OptimizerFields';
import { ScheduleFields } from '@/parts/settings/ScheduleFields';
import { Button, NumberField } from '@/ui';
import { LIMITS, MOST_NAME } from '../address';
import { withChange, withCopy, withHidden, withName, withoutRacer } from '../edits';
import { Mark } from '../standing/Mark';
import { editRace, type RaceDocument, useOptimizers } from '../store';
import classes from './racers.module.css';

interface RacerEditorProps {
  racer: RacerSpec;
  index: number;
  name: string;
  /** Opens the settings of another racer in place of these; null: none. */
  onMove(id: string | null): void;
}

const document = (): RaceDocument => useOptimizers.getState().document;

export function RacerEditor({ racer, index, name, onMove }: RacerEditorProps) {
  const { t } = useTranslation('optimizers');
  const count = useOptimizers(({ document }) => document.racers.length);
  const steps = useOptimizers(({ document }) => document.steps);
  const { id, optimizer, schedule } = racer;
  const change = (next: Partial<RacerSpec>, changed: string | null) =>
    editRace(withChange(document(), id, next), changed === null ? undefined : `${id}/${changed}`);
  return (
    // The focus comes here first: a keyboard that pops up on a phone would cover the fields.
    <div className={classes.editor} data-autofocus tabIndex={-1}>
      <NameField racer={racer} index={index} name={name} />
      <OptimizerFields
        id={`racer-${id}-optimizer`}
        value={optimizer}
        schedule={schedule?.kind}
        onChange={(next, changed) => change({ optimizer: next }, changed === 'kind' ? null : `optimizer/${changed}`)}
      />
      <ScheduleFields
        id={`racer-${id}-schedule`}
        value={schedule}
        learningRate={optimizer.learningRate}
        length={steps}
        plateau={false}
        onChange={(next, changed) => change({ schedule: next }, changed === null ? null : `schedule/${changed}`)}
      />
      <Memory racer={racer} />
      <div className={classes.actions}>
        <HideButton id={id} />
        <Button
          id={`racer-${id}-copy`}
          icon={<IconCopy size={15} aria-hidden />}
          disabled={count >= MOST_RACERS}
          onClick={() => {
            const copy = withCopy(document(), id);
            if (!copy) return;
            editRace(copy.document);
            useOptimizers.setState({ chosen: copy.id });
            onMove(copy.id);
          }}
        >
          {t('racers.copy')}
        </Button>
        <Button
          id={`racer-${id}-remove`}
          icon={<IconTrash size={15} aria-hidden />}
          disabled={count < 2}
          onClick={() => {
            onMove(null);
            editRace(withoutRacer(document(), id));
          }}
        >
          {t('racers.remove')}
        </Button>
      </div>
    </div>
  );
}

/** What it is called: counts on Enter or on leaving the field, as numbers do. */
function NameField({ racer: { id }, index, name }: Pick<RacerEditorProps, 'racer' | 'index' | 'name'>) {
  const { t } = useTranslation('optimizers');
  const [draft, setDraft] = useState<string | null>(null);
  const commit = () => {
    if (draft !== null && draft.trim() !== name) editRace(withName(document(), id, draft));
    setDraft(null);
  };
  return (
    <div className={classes.head}>
      <Mark index={index} />
      <input
        id={`racer-${id}-name`}
        className={classes.nameField}
        aria-label={t('racers.name')}
        maxLength={MOST_NAME}
        autoComplete="off"
        spellCheck={false}
        value={draft ?? name}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') commit();
        }}
      />
    </div>
  );
}

/** A mistake to watch: the optimizer begins anew every so many updates. Only where there is something to lose. */
function Memory({ racer: { id, optimizer, resetEvery } }: Pick<RacerEditorProps, 'racer'>) {
  const { t } = useTranslation('optimizers');
  const { definition, settings } = optimizerOf(optimizer);
  const nothing = definition.state(settings).length === 0;
  const set = (every: number | undefined, merge?: string) =>
    editRace(withChange(document(), id, { resetEvery: every }), merge);
  return (
    <div className={classes.memory}>
      <label className={classes.tick}>
        <input
          id={`racer-${id}-reset`}
          type="checkbox"
          checked={resetEvery !== undefined}
          disabled={nothing && resetEvery === undefined}
          onChange={(event) => set(event.target.checked ? 10 : undefined)}
        />
        {t('racers.forgets')}
      </label>
      {resetEvery !== undefined && (
        <NumberField
          id={`racer-${id}-reset-every`}
          label={t('racers.every')}
          suffix={t('racers.updates')}
          value={resetEvery}
          min={LIMITS.resetEvery[0]}
          max={LIMITS.resetEvery[1]}
          integer
          onChange={(every) => set(every, `${id}/reset`)}
        />
      )}
      <p className={classes.hint}>{t(nothing ? 'racers.nothingToForget' : 'racers.forgetsHint')}</p>
    </div>
  );
}

function HideButton({ id }: { id: string }) {
  const { t } = useTranslation('optimizers');
  const hidden = useOptimizers(({ document }) => document.hidden?.includes(id) ?? false);
  const Icon = hidden ? IconEye : IconEyeOff;
  return (
    <Button
      id={`racer-${id}-hide`}
      icon={<Icon size={15} aria-hidden />}
      onClick={() => editRace(withHidden(document(), id, !hidden))}
    >
      {t(hidden ? 'racers.show' : 'racers.hide')}
    </Button>
  );
}
