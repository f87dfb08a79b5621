/** The data one trains on: samples with their labels, how many of each class there are, licence and source. */
import { memo, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type DatasetInfo, firstSplit, type Split } from '@/core/dataset';
import { askForDownload, runActions, type Samples, useRun } from '@/state';
import { Button, Panel, Segmented } from '@/ui';
import { ImageGrid } from '../parts/ImageGrid';
import { ClassBalance } from './ClassBalance';
import classes from './data.module.css';

/** Samples shown at a time. */
const SHOWN = 20;

export function DataPanel() {
  const { t } = useTranslation('train');
  const info = useRun((state) => state.dataset.info);
  const [chosen, setSplit] = useState<Split>('train');
  const split = info && info.counts[chosen] === 0 ? firstSplit(info) : chosen;
  return (
    <Panel
      title={t('data.title')}
      actions={
        <Segmented<Split>
          label={t('data.split')}
          value={split}
          onChange={(value) => setSplit(value)}
          options={[
            { value: 'train', label: t('data.train'), disabled: info?.counts.train === 0 },
            { value: 'test', label: t('data.test') },
          ]}
        />
      }
    >
      {info === null ? (
        <p className={classes.note}>{t('data.waiting')}</p>
      ) : (
        <>
          <div className={classes.columns}>
            <SampleImages key={`${info.id}/${split}/${info.counts[split]}`} info={info} split={split} />
            <ClassBalance info={info} split={split} />
          </div>
          <Source info={info} />
        </>
      )}
    </Panel>
  );
}

/** So many different places in the split, anywhere, in order. */
function anywhere(count: number): number[] {
  const chosen = new Set<number>();
  while (chosen.size < Math.min(SHOWN, count)) chosen.add(Math.floor(Math.random() * count));
  return [...chosen].sort((a, b) => a - b);
}

const SampleImages = memo(function SampleImages({ info, split }: { info: DatasetInfo; split: Split }) {
  const { t } = useTranslation('train');
  const [indices, setIndices] = useState(() =>
    Array.from({ length: Math.min(SHOWN, info.counts[split]) }, (_, k) => k),
  );
  const [samples, setSamples] = useState<{ indices: number[]; values: Samples } | null>(null);

  useEffect(() => {
    let stopped = false;
    runActions.samples(split, indices).then(
      (values) => {
        if (!stopped) setSamples({ indices, values });
      },
      () => {
        if (!stopped) setSamples(null);
      },
    );
    return () => {
      stopped = true;
    };
  }, [split, indices]);

  const images = useMemo(() => {
    if (samples === null) return [];
    const { inputs, labels } = samples.values;
    const size = inputs.length / samples.indices.length;
    return samples.indices.map((index, place) => {
      const name = labels ? (info.classes?.[labels[place]] ?? '') : '';
      return {
        index,
        pixels: inputs.subarray(place * size, (place + 1) * size),
        caption: name,
        label: t('data.sample', { index, name }),
      };
    });
  }, [samples, info, t]);

  return (
    <div className={classes.samples}>
      <ImageGrid images={images} label={t('data.samples')} />
      <div className={classes.row}>
        {info.samplesOnly ? (
          <Few here={info.counts[split]} total={info.samplesOnly.whole[split]} />
        ) : (
          <Count split={split} total={info.counts[split]} />
        )}
        <Button id="show-others" onClick={() => setIndices(anywhere(info.counts[split]))}>
          {t('data.others')}
        </Button>
      </div>
    </div>
  );
});

/** How many there are, and what they are for: a part of those to train on may be held out for validation. */
function Count({ split, total }: { split: Split; total: number }) {
  const { t } = useTranslation('train');
  const train = useRun((state) => state.trainCount);
  const validation = useRun((state) => state.validationCount);
  const known = split === 'train' && train > 0;
  const key = known ? (validation > 0 ? 'parts' : 'trainOnly') : split;
  return <span className={classes.note}>{t(`data.count.${key}`, { total, train, validation })}</span>;
}

/** Only the samples that come with the page, and the way to the rest. */
function Few({ here, total }: { here: number; total: number }) {
  const { t } = useTranslation('train');
  return (
    <span className={classes.note}>
      {t('data.few', { here, total })}{' '}
      <button type="button" id="download-to-train" className={classes.link} onClick={askForDownload}>
        {t('data.getAll')}
      </button>
    </span>
  );
}

function Source({ info }: { info: DatasetInfo }) {
  const { t } = useTranslation('train');
  return (
    <details className={classes.source}>
      <summary>{t('data.source')}</summary>
      {info.unpublished && <p>{t('data.unpublished')}</p>}
      <p>{info.citation}</p>
      <p>{t('data.licence', { licence: info.licence })}</p>
    </details>
  );
}
