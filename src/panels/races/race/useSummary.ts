/** The race in a few sentences: who leads by how much, who reached the target first, who fell out. */
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state';
import { useRace } from '@/state/races';
import type { RaceLane } from '@/state/races/types';
import { firstToReach, type Result, rankedLoss } from '../model/ranking';
import { useLaneName, useNumbers } from '../words';

/** A Chinese character with a Latin letter right behind it: there is a space between the two. */
const UNSPACED = /(\p{Script=Han})(\p{Script=Latin})/gu;

export function useSummary(results: readonly Result[], lanes: readonly RaceLane[]): string {
  const { t } = useTranslation('races');
  const language = usePreferences((state) => state.language);
  const nameOf = useLaneName();
  const numbers = useNumbers();
  const target = useRace((state) => state.settings?.targetAccuracy ?? null);
  const name = ({ lane }: Result) => (lanes[lane] ? nameOf(lanes[lane].configuration) : '');
  const list = (words: string[]) =>
    new Intl.ListFormat(language, { style: 'long', type: 'conjunction' }).format(words).replace(UNSPACED, '$1 $2');
  const running = results.filter(({ diverged }) => diverged === null);
  const fallen = results.filter(({ diverged }) => diverged !== null);
  const told = (result: Result) => t('summary.one', { name: name(result), loss: numbers.loss(rankedLoss(result)) });
  const sentences: string[] = [];
  if (running.length > 0) {
    const [first, ...others] = running;
    const said = {
      step: numbers.whole(first.step),
      count: first.step,
      name: name(first),
      loss: numbers.loss(rankedLoss(first)),
      others: list(others.map(told)),
    };
    const measured = first.validationLoss === null ? 'train' : 'validation';
    sentences.push(t(others.length > 0 ? `summary.leads.${measured}` : `summary.alone.${measured}`, said));
  }
  const reached = firstToReach(results);
  if (target !== null && reached) {
    const { bySteps, bySeconds } = reached;
    const [first] = bySteps;
    const together = bySteps.length > 1 && bySteps.length === results.length;
    sentences.push(
      t(together ? 'summary.allReached' : 'summary.reached', {
        count: bySteps.length,
        target: numbers.share(target),
        name: list(bySteps.map(name)),
        step: numbers.whole(first.reached?.step ?? 0),
        seconds: numbers.seconds(first.reached?.seconds ?? 0),
      }),
    );
    if (bySteps.length > 1 || bySeconds.lane !== first.lane)
      sentences.push(
        t('summary.sooner', { name: name(bySeconds), seconds: numbers.seconds(bySeconds.reached?.seconds ?? 0) }),
      );
  }
  if (fallen.length > 0)
    sentences.push(
      t('summary.fallen', {
        names: list(
          fallen.map((one) => t('summary.at', { name: name(one), step: numbers.whole(one.diverged?.step ?? 0) })),
        ),
      }),
    );
  return sentences.join(language === 'zh-CN' ? '' : ' ');
}
