/**
 * What is done to the inputs before the network sees them: one of a few transformations, its settings, and what it makes
 * of some samples, there and back again.
 */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { firstSplit } from '@/core/dataset';
import { SelectField } from '@/parts/settings/SelectField';
import { documentStore, useDocument, useRun, useSamples, useVocabulary } from '@/state';
import { Panel } from '@/ui';
import { NeedsReset } from '../../parts/NeedsReset';
import { ImagesPreview } from './ImagesPreview';
import { Measured } from './Measured';
import { chosen, editPreprocessing, KINDS, NONE, settingsOf } from './model';
import classes from './preprocessing.module.css';
import { RowsPreview } from './RowsPreview';
import { SettingFields } from './SettingFields';
import { useFitted } from './useFitted';

/** Samples shown at a time. */
const SHOWN = 8;

export function PreprocessingPanel() {
  const { t } = useTranslation('train');
  const vocabulary = useVocabulary();
  const { data, network } = useDocument();
  const spec = data.preprocessing ?? null;
  // What is looked up by whole numbers has no size that could be changed.
  const looksUp = spec !== null && network.layers.some(({ kind }) => kind === 'embedding');
  const info = useRun((state) => state.dataset.info);
  const dirty = useRun((state) => state.dirty.includes('preprocessing'));
  const images = info?.inputShape.length === 3;
  const settings = useMemo(() => spec && settingsOf(spec), [spec]);
  const nameOf = (kind: string) => (kind === NONE ? t('preprocessing.none') : vocabulary.name('preprocessing', kind));
  return (
    <Panel id="preprocessing" title={t('preprocessing.title')}>
      <div className={classes.container}>
        <div className={classes.head}>
          <div className={classes.fields}>
            <SelectField
              id="preprocessing-kind"
              label={t('preprocessing.choose')}
              value={spec?.kind ?? NONE}
              options={KINDS.map((kind) => ({ value: kind, label: nameOf(kind) }))}
              hint={dirty ? <NeedsReset /> : undefined}
              onChange={(kind) => documentStore.update(editPreprocessing(chosen(kind, images)))}
            />
            {spec && settings && (
              <SettingFields spec={spec} settings={settings} features={featuresOf(info?.inputShape)} />
            )}
          </div>
          <div className={classes.words}>
            <p>{spec ? vocabulary.about('preprocessing', spec.kind) : t('preprocessing.about.none')}</p>
            {spec && info?.counts.train === 0 && <p className={classes.note}>{t('preprocessing.noTraining')}</p>}
            {looksUp && <p role="alert">{t('preprocessing.embedding')}</p>}
            {spec && spec.kind !== 'log' && (
              <p className={classes.note}>
                {t(images ? 'preprocessing.trainingOnly' : 'preprocessing.trainingOnlyRows')}
              </p>
            )}
          </div>
        </div>
        {spec && settings && info && <Preview spec={spec} settings={settings} />}
      </div>
    </Panel>
  );
}

const featuresOf = (shape: readonly number[] = []) => shape.reduce((product, length) => product * length, 1);

function Preview({ spec, settings }: { spec: { kind: string }; settings: Record<string, unknown> }) {
  const { t } = useTranslation('train');
  const info = useRun((state) => state.dataset.info)!;
  const fitted = useFitted(spec);
  const split = firstSplit(info);
  const indices = useMemo(
    () => Array.from({ length: Math.min(SHOWN, info.counts[split]) }, (_, k) => k),
    [info, split],
  );
  const { shown } = useSamples(split, indices);
  const fits = fitted !== null && shown !== null && shown.samples.inputs.length % fitted.features === 0;
  if (!fits || fitted === null || shown === null) {
    return (
      <p className={classes.waiting} role="status">
        {t('preprocessing.waiting')}
      </p>
    );
  }
  const [height, width, channels = 1] = info.inputShape;
  const picture = info.inputShape.length === 3 && channels === 1;
  return (
    <>
      {picture ? (
        <ImagesPreview fitted={fitted} inputs={shown.samples.inputs} width={width} height={height} split={split} />
      ) : (
        <RowsPreview fitted={fitted} inputs={shown.samples.inputs} />
      )}
      <Measured fitted={fitted} settings={settings} picture={picture ? { width, height } : null} />
    </>
  );
}
