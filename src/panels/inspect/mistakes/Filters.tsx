/** Which classes are shown: of the truth and of the answer, each one class or all. */
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMistakesView } from '@/state';
import { IconButton } from '@/ui';
import classes from './mistakes.module.css';

export function Filters({ names }: { names: readonly string[] }) {
  const { t } = useTranslation('inspect');
  const view = useMistakesView();
  const active = view.truth !== null || view.predicted !== null;
  return (
    <div className={classes.filters}>
      {(['truth', 'predicted'] as const).map((which) => (
        <label key={which} className={classes.filter}>
          {t(`mistakes.filter.${which}`)}
          <select
            id={`mistakes-${which}`}
            value={view[which] ?? ''}
            onChange={({ target }) =>
              useMistakesView.setState({ [which]: target.value === '' ? null : Number(target.value) })
            }
          >
            <option value="">{t('mistakes.filter.all')}</option>
            {names.map((name, k) => (
              <option key={name} value={k}>
                {name}
              </option>
            ))}
          </select>
        </label>
      ))}
      {active && (
        <IconButton
          id="mistakes-clear"
          variant="quiet"
          label={t('mistakes.filter.clear')}
          icon={<IconX size={16} />}
          onClick={() => useMistakesView.setState({ truth: null, predicted: null })}
        />
      )}
    </div>
  );
}
