/** The prediction that is pointed at, focused or chosen, in full: the picture, and the probability of every class, or its score. */
import { IconLayoutGrid, IconStairs } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Split } from '@/core/dataset';
import { barOf } from '@/core/metrics/answer';
import { lookedAt, requestStep, useDocument, usePreferences, useRunNetwork } from '@/state';
import { Button, GrayImage, measured, percent } from '@/ui';
import type { Judgement } from './judgement';
import classes from './mistakes.module.css';

interface PredictionDetailProps {
  judgement: Judgement;
  pixels: Float32Array | null;
  width: number;
  height: number;
  names: readonly string[];
}

export function PredictionDetail({ judgement, pixels, width, height, names }: PredictionDetailProps) {
  const { t } = useTranslation('inspect');
  const language = usePreferences((state) => state.language);
  const { split, index, truth, predicted, answer, second, margin } = judgement;
  const write = (value: number) => (answer.probable ? percent(value, language) : measured(value));
  const right = truth === predicted;
  const words = { predicted: names[predicted], truth: names[truth], second: names[second] };
  return (
    <section className={classes.detail} aria-label={t('mistakes.detail')}>
      <div className={classes.head}>
        <GrayImage pixels={pixels} width={width} height={height} label="" className={classes.large} />
        <div>
          <h3>{t(`mistakes.image.${split}`, { index })}</h3>
          <p data-right={right} className={classes.verdict}>
            {t(right ? 'mistakes.readRight' : 'mistakes.readWrong', words)}
          </p>
          <p className={classes.note}>{t('mistakes.margin', { ...words, margin: write(margin) })}</p>
        </div>
      </div>
      <ul className={classes.bars} aria-label={t(answer.probable ? 'mistakes.probabilities' : 'mistakes.scores')}>
        {names.map((name, k) => (
          <li
            key={name}
            className={classes.bar}
            data-kind={k === predicted ? (right ? 'right' : 'wrong') : k === truth ? 'truth' : undefined}
          >
            <span className={classes.name}>{name}</span>
            <span className={classes.track} aria-hidden>
              <span style={{ transform: `scaleX(${barOf(answer, k)})` }} />
            </span>
            <span className={`num ${classes.value}`}>
              {Number.isFinite(answer.values[k]) ? write(answer.values[k]) : '–'}
            </span>
            <span className={classes.mark}>
              {k === predicted && (
                <>
                  <span aria-hidden>◂</span>
                  <span className="ui-hidden">{t('mistakes.answer')}</span>
                </>
              )}
              {k === truth && !right && t('mistakes.isTrue')}
            </span>
          </li>
        ))}
      </ul>
      <div className={classes.links}>
        <MapsButton split={split} index={index} />
        <StepLink split={split} index={index} />
      </div>
    </section>
  );
}

/** The way up to the maps of this image, for networks that have some. */
function MapsButton({ split, index }: { split: Split; index: number }) {
  const { t } = useTranslation('inspect');
  const { layers } = useRunNetwork();
  if (split !== 'test' || !layers.some(({ kind }) => /2d$/i.test(kind))) return null;
  const look = () => {
    lookedAt.test(index).catch(() => undefined);
    document.getElementById('main')?.scrollIntoView();
  };
  return (
    <Button id="mistakes-maps" icon={<IconLayoutGrid size={16} stroke={1.8} aria-hidden="true" />} onClick={look}>
      {t('mistakes.openMaps')}
    </Button>
  );
}

/** The way to the stepper, which then opens with this image. */
function StepLink({ split, index }: { split: Split; index: number }) {
  const { t } = useTranslation('inspect');
  const { template } = useDocument();
  return (
    <a
      id="mistakes-step"
      className="ui-button ui-button-normal"
      href={`#/work/${encodeURIComponent(template)}/step`}
      onClick={() => requestStep(template, { split, indices: [index] })}
    >
      <IconStairs size={16} stroke={1.8} aria-hidden="true" />
      {t('mistakes.step')}
    </a>
  );
}
