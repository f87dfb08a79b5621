/** The settings that differ: of two runs with an arrow from the one to the other, of more as a table. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { z } from 'zod';
import { useVocabulary } from '@/state';
import { writeNumber } from '@/ui';
import { useNumbers } from '../words';
import type { Chosen } from './chosen';
import classes from './compare.module.css';
import type { Difference, SettingValue } from './differences';

interface DifferencesProps {
  chosen: readonly Chosen[];
  found: readonly Difference[];
}

export function Differences({ chosen, found }: DifferencesProps) {
  const { t } = useTranslation('runs');
  const { name, value } = useSettingWords();
  if (found.length === 0) return <p className={classes.note}>{t('differences.none')}</p>;
  if (chosen.length === 2) {
    return (
      <ul className={classes.changes} aria-labelledby="runs-differences">
        {found.map((difference) => (
          <li key={`${difference.layer}.${difference.setting}`}>
            <SettingName {...difference} name={name} />{' '}
            <span className="num">
              {value(difference, difference.values[0])} <span aria-hidden>→</span>
              <span className="ui-hidden">{t('differences.to')}</span> {value(difference, difference.values[1])}
            </span>
          </li>
        ))}
      </ul>
    );
  }
  return (
    <section className={classes.scroll} tabIndex={0} aria-labelledby="runs-differences">
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">{t('differences.setting')}</th>
            {chosen.map(({ mark }) => (
              <th key={mark.letter} scope="col">
                <span className={classes.letter} style={{ '--mark': mark.color } as React.CSSProperties}>
                  {mark.letter}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.map((difference) => (
            <tr key={`${difference.layer}.${difference.setting}`}>
              <th scope="row">
                <SettingName {...difference} name={name} />
              </th>
              {difference.values.map((each, index) => (
                <td key={chosen[index]?.mark.letter} className="num">
                  {value(difference, each)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Settings of layers as Keras writes them, those of training in words. */
function SettingName({
  layer,
  setting,
  name,
}: Pick<Difference, 'layer' | 'setting'> & { name(setting: string): string }) {
  if (layer === null) return <>{name(setting)}</>;
  return <code>{setting === 'layer' ? layer : `${layer}.${setting}`}</code>;
}

const ratesSchema = z.object({ rates: z.array(z.object({ step: z.number(), learningRate: z.number() })).min(1) });
/** Learning rates that are written out; of more only the first and the last. */
const MOST_RATES = 3;

/** Settings of training whose values are kinds, which have names. */
const GROUPS = ['optimizer', 'schedule', 'loss', 'preprocessing'] as const;
const isGroup = (setting: string): setting is (typeof GROUPS)[number] => GROUPS.some((group) => group === setting);

function useSettingWords() {
  const { t, i18n } = useTranslation('runs');
  const vocabulary = useVocabulary();
  const numbers = useNumbers();
  const name = useCallback(
    (setting: string) => {
      const [part, own] = setting.split('.');
      if (own) return t('differences.within', { part: vocabulary.setting(part), setting: vocabulary.setting(own) });
      const key = `setting.${setting}` as 'setting.order';
      return i18n.exists(`runs:${key}`) ? t(key) : vocabulary.setting(setting);
    },
    [t, i18n, vocabulary],
  );
  const plain = (each: SettingValue): string => {
    if (each === undefined || each === null) return '–';
    if (typeof each === 'number') return writeNumber(each);
    if (typeof each === 'boolean') return vocabulary.choice(each);
    if (Array.isArray(each)) return each.map(plain).join(Array.isArray(each[0]) ? ', ' : '×');
    return typeof each === 'string' ? each : JSON.stringify(each);
  };
  const ratesOf = (rates: z.infer<typeof ratesSchema>['rates']) => {
    const shown = rates.length <= MOST_RATES ? rates : [rates[0], rates[rates.length - 1]];
    const parts = shown.map(({ step, learningRate }, index) =>
      index === 0
        ? writeNumber(learningRate)
        : t('differences.rateFrom', { rate: writeNumber(learningRate), step: numbers.whole(step) }),
    );
    return parts.join(rates.length <= MOST_RATES ? t('differences.comma') : ' … ');
  };
  const value = ({ layer, setting }: Difference, each: SettingValue): string => {
    const rates = ratesSchema.safeParse(each).data?.rates;
    if (rates) return ratesOf(rates);
    if (setting === 'layer')
      return typeof each === 'string' ? vocabulary.name('layer', each) : t('differences.noLayer');
    if (layer === null && typeof each === 'string') {
      if (isGroup(setting)) return vocabulary.name(setting, each);
      return vocabulary.choice(each);
    }
    if (setting === 'validationShare' && typeof each === 'number') return writeNumber(each, { percent: true });
    // A seed is a name, not an amount.
    if (setting === 'seed') return String(each);
    if (setting === 'order' && Array.isArray(each)) return each.join(', ');
    // Sizes are told as 28×28; weights, boundaries and rates are a list.
    if (layer === null && setting !== 'inputShape' && Array.isArray(each)) return each.map(plain).join(', ');
    return plain(each);
  };
  return { name, value };
}
