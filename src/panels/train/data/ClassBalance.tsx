/** How many samples of each class: a table whose middle column is a bar. */
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { DatasetInfo, Split } from '@/core/dataset';
import { usePreferences } from '@/state';
import { whole } from '../parts/format';
import classes from './data.module.css';

export const ClassBalance = memo(function ClassBalance({ info, split }: { info: DatasetInfo; split: Split }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const counts = info.classCounts?.[split];
  if (!counts || !info.classes) return null;
  const most = Math.max(...counts);
  return (
    <table className={classes.balance}>
      <caption>{t('data.balance')}</caption>
      <thead className="ui-hidden">
        <tr>
          <th scope="col">{t('data.class')}</th>
          <th scope="col" aria-hidden />
          <th scope="col">{t('data.samples')}</th>
        </tr>
      </thead>
      <tbody>
        {info.classes.map((name, index) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td aria-hidden className={classes.track}>
              <span style={{ width: `${(100 * counts[index]) / most}%` }} />
            </td>
            <td className="num">{whole(counts[index], language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
});
