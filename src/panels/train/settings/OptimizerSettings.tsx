/** Which optimizer trains the document's network, and its settings. Its learning rate counts from the next batch on. */
import type { ReactNode } from 'react';
import { OptimizerFields } from '@/parts/settings/OptimizerFields';
import { documentStore, runActions, useDocument } from '@/state';
import { optimizerOf, setOptimizer } from './edits';

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
      onChange={(optimizer, changed) => {
        if (changed === 'learningRate') runActions.setLearningRate(optimizer.learningRate);
        else documentStore.update(setOptimizer(optimizer), changed === 'kind' ? {} : { merge: `optimizer/${changed}` });
      }}
    />
  );
}
