/** What is wrong, said where it is wrong, with a button that mends it; what ran before goes on running meanwhile. */
import { useTranslation } from 'react-i18next';
import { type Problem, validateNetwork } from '@/core/network/validate';
import { documentStore, useDocument, useRun, useTask } from '@/state';
import { Button } from '@/ui';
import classes from './network.module.css';
import { useProblemWords } from './useProblemWords';

/** @param advice says that the network can be built all the same. */
export function ProblemNote({ problem, advice = false }: { problem: Problem; advice?: boolean }) {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const task = useTask();
  const words = useProblemWords();
  const running = useRun((state) => state.progress !== null && state.status !== 'error');
  const { fix } = problem;
  // Of all windows that would fit, the fix takes the largest with which the whole network can be built.
  const windowTooLarge = problem.code === 'kernelTooLarge' || problem.code === 'poolTooLarge';
  const largest = windowTooLarge && fix !== null && validateNetwork(fix, task).length === 0;
  return (
    <div className={advice ? classes.advice : classes.problem} role={advice ? 'note' : 'alert'}>
      <p>{words.problem(problem, network)}</p>
      {fix && (
        <Button
          id={`fix-${advice ? `${problem.code}-` : ''}${problem.layer ?? 'network'}`}
          onClick={() => documentStore.update((document) => ({ ...document, network: fix }))}
        >
          {words.fix(network, fix)}
        </Button>
      )}
      {largest && <p className={classes.meanwhile}>{t('network.largest')}</p>}
      {running && !advice && <p className={classes.meanwhile}>{t('network.meanwhile')}</p>}
    </div>
  );
}
