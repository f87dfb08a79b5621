/** A network that cannot be built, in the views that do not show its settings: what is wrong, the fix, and the way to them. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { validateNetwork } from '@/core/network/validate';
import { ProblemNote } from '@/panels/train/network/ProblemNote';
import { useDocument, useTask } from '@/state';

export default function BrokenNetwork() {
  const { t } = useTranslation();
  const { network, template } = useDocument();
  const task = useTask();
  const problems = useMemo(() => validateNetwork(network, task), [network, task]);
  return (
    <>
      {problems.map((problem) => (
        <ProblemNote key={problem.code} problem={problem} />
      ))}
      <a href={`#/work/${encodeURIComponent(template)}/train`}>{t('panel.toSettings')}</a>
    </>
  );
}
