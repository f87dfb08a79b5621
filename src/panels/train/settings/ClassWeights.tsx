/** How much the classes count: all alike, balanced by how many samples there are of each, or as one says. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Task } from '@/core/network/task';
import { SelectField } from '@/parts/settings/SelectField';
import shared from '@/parts/settings/settings.module.css';
import { useRun, useVocabulary } from '@/state';
import { NumberField } from '@/ui';
import { balancedWeights, weighedClasses } from './lossChoices';
import classes from './settings.module.css';

interface ClassWeightsProps {
  /** Null: all alike. */
  weights: number[] | null;
  task: Task;
  onChange(weights: number[] | null): void;
}

export function ClassWeights({ weights, task, onChange }: ClassWeightsProps) {
  const { t } = useTranslation('settings');
  const vocabulary = useVocabulary();
  const names = useRun((state) => state.dataset.info?.classes ?? null);
  const counts = useRun((state) => state.dataset.info?.classCounts?.train ?? null);
  const count = weighedClasses(task);
  const balanced = counts?.length === count && counts.some((each) => each > 0) ? balancedWeights(counts) : null;
  const isBalanced = balanced !== null && JSON.stringify(weights) === JSON.stringify(balanced);
  // Numbers of one's own begin with the balanced ones; the document cannot tell them apart.
  const [own, setOwn] = useState(false);
  const mode = weights === null ? 'off' : isBalanced && !own ? 'balanced' : 'own';
  const choose = (next: string) => {
    setOwn(next === 'own');
    if (next === 'off') onChange(null);
    else if (next === 'balanced') onChange(balanced);
    else if (weights === null) onChange(balanced ?? new Array<number>(count).fill(1));
  };
  return (
    <>
      <SelectField
        id="loss-classWeights"
        label={vocabulary.setting('classWeights')}
        value={mode}
        options={['off', ...(balanced ? ['balanced'] : []), 'own'].map((value) => ({
          value,
          label: vocabulary.choice(value),
        }))}
        onChange={choose}
      />
      {weights !== null && mode === 'own' && (
        <div className={classes.sub}>
          {weights.map((weight, index) => (
            <NumberField
              key={index}
              id={`loss-weight-${index}`}
              label={names?.[index] ?? t('loss.class', { index: task.targetSize > 1 ? index + 1 : index })}
              value={weight}
              min={0}
              max={1e6}
              step={0.1}
              onChange={(next) => onChange(weights.map((other, i) => (i === index ? next : other)))}
            />
          ))}
        </div>
      )}
      {mode === 'balanced' && <p className={shared.about}>{t('loss.balanced')}</p>}
    </>
  );
}
