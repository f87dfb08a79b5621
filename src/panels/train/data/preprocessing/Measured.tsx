/** What was measured on the training data: two numbers, or two a feature; principal directions and their variance. */
import { useTranslation } from 'react-i18next';
import type { Fitted, FittedLinear } from '@/core/preprocessing';
import { usePreferences, useRun } from '@/state';
import { GrayImage, Heatmap, measured, percent, whole } from '@/ui';
import { countFor, MOST, type Pair, pairOf, sharedBy } from './model';
import classes from './preprocessing.module.css';

type Picture = { width: number; height: number } | null;

/** Principal directions shown. */
const DIRECTIONS = 6;
/** Training samples that directions are worked out from, at most: as the definitions say. */
const MOST_ROWS = 5000;

/** Directions of more numbers in all are not written out. */
const MOST_WRITTEN = 36;

interface MeasuredProps {
  fitted: Fitted;
  settings: Record<string, unknown>;
  picture: Picture;
}

export function Measured({ fitted, settings, picture }: MeasuredProps) {
  const { t } = useTranslation('train');
  const pair = pairOf(fitted, settings);
  if (fitted.form === 'log') return null;
  return (
    <section className={classes.measured} aria-label={t('preprocessing.measured')}>
      <h3>{t('preprocessing.measured')}</h3>
      {pair && <PairMeasured pair={pair} picture={picture} />}
      {fitted.form === 'linear' && <Directions fitted={fitted} picture={picture} />}
    </section>
  );
}

function PairMeasured({ pair, picture }: { pair: Pair; picture: Picture }) {
  const { t } = useTranslation('train');
  const [a, b] = pair.names;
  if (pair.one) {
    return (
      <p className={classes.note}>
        {t(`preprocessing.${picture ? 'one' : 'oneRows'}.${a}`, {
          first: measured(pair.first[0], 4),
          second: measured(pair.second[0], 4),
        })}
      </p>
    );
  }
  if (!picture) {
    return (
      <table className={`num ${classes.rows}`}>
        <thead>
          <tr>
            <th scope="col">{t('preprocessing.feature')}</th>
            <th scope="col">{t(`preprocessing.number.${a}`)}</th>
            <th scope="col">{t(`preprocessing.number.${b}`)}</th>
          </tr>
        </thead>
        <tbody>
          {Array.from(pair.first, (value, j) => (
            <tr key={j}>
              <th scope="row">x{j + 1}</th>
              <td>{measured(value, 4)}</td>
              <td>{measured(pair.second[j], 4)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  return (
    <div className={classes.pictures}>
      {[[a, pair.first] as const, [b, pair.second] as const].map(([name, values]) => (
        <figure key={name}>
          <GrayImage pixels={values} {...picture} label={t(`preprocessing.each.${name}`)} />
          <figcaption>{t(`preprocessing.each.${name}`)}</figcaption>
        </figure>
      ))}
    </div>
  );
}

function Directions({ fitted, picture }: { fitted: FittedLinear; picture: Picture }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const trainCount = useRun((state) => state.trainCount);
  const { variances, features, outputs, mean, directions, kind } = fitted;
  const enough = countFor(variances, MOST);
  const looked = Math.min(MOST_ROWS, trainCount || MOST_ROWS);
  // With the filter as many pictures as without.
  const shown = Math.min(kind === 'zca' ? DIRECTIONS - 1 : DIRECTIONS, directions.length / features);
  const middle = picture ? Math.floor(picture.height / 2) * picture.width + Math.floor(picture.width / 2) : 0;
  return (
    <>
      {!picture && shown * features <= MOST_WRITTEN && (
        <table className={`num ${classes.rows}`}>
          <thead>
            <tr>
              <th scope="col">{t('preprocessing.directionName')}</th>
              <th scope="col">{t('preprocessing.number.variance')}</th>
            </tr>
          </thead>
          <tbody>
            {Array.from({ length: shown }, (_, k) => (
              <tr key={k}>
                <th scope="row">
                  (
                  {Array.from(directions.subarray(k * features, (k + 1) * features), (value) =>
                    measured(Number(value.toFixed(9))),
                  ).join(', ')}
                  )
                </th>
                <td>{measured(variances[k], 4)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {features > 2 && (
        <p className={classes.note}>
          {t('preprocessing.variance', {
            count: enough,
            share: percent(MOST, language, 0),
            first: percent(sharedBy(variances, 1), language),
          })}{' '}
          {outputs < features && t('preprocessing.keeps', { share: percent(sharedBy(variances, outputs), language) })}
        </p>
      )}
      {picture && (
        <div className={classes.pictures}>
          <figure>
            <GrayImage pixels={mean} {...picture} label={t('preprocessing.each.mean')} />
            <figcaption>{t('preprocessing.each.mean')}</figcaption>
          </figure>
          {kind === 'zca' && (
            <figure>
              <Heatmap
                label={t('preprocessing.filter')}
                values={Float64Array.from({ length: features }, (_, j) => fitted.forward[j * outputs + middle])}
                {...picture}
                scale="diverging"
              />
              <figcaption>{t('preprocessing.filter')}</figcaption>
            </figure>
          )}
          {Array.from({ length: shown }, (_, k) => (
            <figure key={k}>
              <Heatmap
                label={t('preprocessing.direction', { k: k + 1, share: percent(sharedOf(variances, k), language) })}
                values={directions.subarray(k * features, (k + 1) * features)}
                {...picture}
                scale="diverging"
              />
              <figcaption>
                {t('preprocessing.direction', { k: k + 1, share: percent(sharedOf(variances, k), language) })}
              </figcaption>
            </figure>
          ))}
        </div>
      )}
      {features > 2 && (
        <p className={classes.note}>
          {t('preprocessing.cost', {
            looked: whole(looked, language),
            products: whole(features * outputs, language),
          })}
        </p>
      )}
    </>
  );
}

/** Share of one direction alone. */
const sharedOf = (variances: Float64Array, k: number) => sharedBy(variances, k + 1) - sharedBy(variances, k);
