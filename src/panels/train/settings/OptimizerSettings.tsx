/** Which optimizer trains the document's network, and its settings. Its learning rate counts from the next batch on. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { OptimizerFields } from '@/parts/settings/OptimizerFields';
import { documentStore, runActions, useDocument } from '@/state';
import { openRaceSection } from '@/state/raceSection';
import { optimizerOf, setOptimizer } from './edits';
import classes from './settings.module.css';

/** @param mark says that the optimizer needs a reset. */
export function OptimizerSettings({ mark }: { mark: ReactNode }) {
  const document = useDocument();
  return (
    <OptimizerFields
      id="optimizer"
      rateId="learning-rate"
      value={optimizerOf(document)}
      schedule={document.training.phases[0].schedule?.kind}
      mark={mark}
      rateHelp={<RangeTestLink />}
      onChange={(optimizer, changed) => {
        if (changed === 'learningRate') runActions.setLearningRate(optimizer.learningRate);
        else documentStore.update(setOptimizer(optimizer), changed === 'kind' ? {} : { merge: `optimizer/${changed}` });
      }}
    />
  );
}

/** Where a learning rate can be found by trying. */
function RangeTestLink() {
  const { t } = useTranslation('races');
  const { template } = useDocument();
  return (
    <a
      id="open-range-test"
      className={classes.help}
      href={`#/work/${encodeURIComponent(template)}/race`}
      onClick={() => openRaceSection('range')}
    >
      {t('links.range')}
    </a>
  );
}
