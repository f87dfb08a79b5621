/**
 * Some images before, after, and back again. One of them large, where a pixel that is pointed at lights up in all three
 * with its value in each.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Split } from '@/core/dataset';
import { applyPreprocessing, type Fitted, invertPreprocessing } from '@/core/preprocessing';
import { type ColorScale, pictureScale } from '@/theme';
import { GrayImage, Heatmap, measured, ValueTable } from '@/ui';
import { extremes, reach } from './model';
import classes from './preprocessing.module.css';
import { Strip } from './Strip';

interface ImagesPreviewProps {
  fitted: Fitted;
  inputs: Float32Array;
  width: number;
  height: number;
  split: Split;
}

const STAGES = ['before', 'after', 'back'] as const;

export function ImagesPreview({ fitted, inputs, width, height, split }: ImagesPreviewProps) {
  const { t } = useTranslation('train');
  const [sample, setSample] = useState(0);
  const [pixel, setPixel] = useState<number | null>(null);
  const [open, setOpen] = useState(false);
  const stages = useMemo(() => {
    const after = applyPreprocessing(fitted, inputs, new Float32Array(inputs.length));
    return { before: inputs, after, back: invertPreprocessing(fitted, after, new Float32Array(inputs.length)) };
  }, [fitted, inputs]);
  const size = width * height;
  const count = inputs.length / size;
  const one = (values: Float32Array, index: number) => values.subarray(index * size, (index + 1) * size);
  // One scale for all samples: what is brighter here is larger there.
  const signed: ColorScale = useMemo(() => ({ kind: 'diverging', max: reach(stages.after) }), [stages]);
  const picture = pictureScale(stages.after).kind === 'gray';
  const { low, high } = extremes(stages.after);
  const scattered = fitted.kind === 'pcaWhitening';
  const current = Math.min(sample, count - 1);
  return (
    <div className={classes.preview}>
      <div className={classes.stages}>
        {STAGES.map((stage, place) => {
          const values = one(stages[stage], current);
          return (
            <figure key={stage} className={classes.stage}>
              <figcaption>{t(`preprocessing.${stage}`)}</figcaption>
              <Heatmap
                label={t(`preprocessing.label.${stage}`, { index: current })}
                values={values}
                width={width}
                height={height}
                scale={stage === 'after' && !picture ? signed : { kind: 'gray', max: 1 }}
                selected={pixel}
                onHover={setPixel}
              />
              <span className={pixel === null ? classes.value : `num ${classes.value}`} aria-hidden>
                {pixel === null ? place === 0 && t('preprocessing.point') : measured(values[pixel], 4)}
              </span>
            </figure>
          );
        })}
      </div>
      <div className={classes.samples} role="radiogroup" aria-label={t('preprocessing.samples')}>
        {Array.from({ length: count }, (_, index) => (
          <label key={index} className={classes.sample} data-checked={index === current}>
            <input
              type="radio"
              name="preprocessing-sample"
              className="ui-hidden"
              checked={index === current}
              onChange={() => setSample(index)}
              aria-label={t(`preprocessing.sample.${split}`, { index })}
            />
            <GrayImage pixels={one(stages.before, index)} width={width} height={height} label="" />
          </label>
        ))}
      </div>
      <div className={classes.legend}>
        {picture ? (
          <span className={classes.note}>{t('preprocessing.stillPicture')}</span>
        ) : (
          <Strip max={signed.max} label={t('preprocessing.legend', { max: measured(signed.max) })} />
        )}
        <span className={classes.note}>{t('preprocessing.range', { low: measured(low), high: measured(high) })}</span>
      </div>
      {scattered && <p className={classes.note}>{t('preprocessing.scattered')}</p>}
      <details className={classes.details} onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{t('preprocessing.table')}</summary>
        {open && (
          <ValueTable
            label={t('preprocessing.label.after', { index: current })}
            values={one(stages.after, current)}
            width={width}
            height={height}
          />
        )}
      </details>
    </div>
  );
}
