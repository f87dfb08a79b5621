/**
 * Looking inside: the image and the filters on the left, every layer's maps in the middle, the cell in question on the
 * right; below them what the network makes of the test set.
 */
import './inspect.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AllMaps, CellPanel, FiltersPanel } from '@/panels/inspect/maps';
import { MistakesPanel } from '@/panels/inspect/mistakes';
import { ConfusionPanel } from '@/panels/train/confusion/ConfusionPanel';
import { DrawPanel } from '@/panels/train/draw/DrawPanel';
import { useDocument, useRun } from '@/state';
import { workHref } from '../../routes';
import { hasMaps, isImage } from './image';

export default function InspectView() {
  const { t } = useTranslation();
  const { network, template } = useDocument();
  const info = useRun((state) => state.dataset.info);
  const names = useMemo(() => info?.classes ?? Array.from({ length: 10 }, (_, digit) => String(digit)), [info]);
  const convolutional = hasMaps(network);
  if (!isImage(network)) {
    return (
      <div className="inspect-none">
        <p>{t('inspect.noImage')}</p>
        <a href={workHref(template, 'train')}>{t('inspect.toTraining')}</a>
      </div>
    );
  }
  return (
    <div className="inspect" data-maps={convolutional}>
      <div className="inspect-left">
        <div className="inspect-input">
          <DrawPanel names={names} testCount={info?.counts.test ?? 0} />
          {convolutional && <FiltersPanel />}
        </div>
      </div>
      {convolutional && (
        <>
          <div className="inspect-maps">
            <AllMaps />
          </div>
          <div className="inspect-right">
            <div className="inspect-cell">
              <CellPanel />
            </div>
          </div>
        </>
      )}
      <div className="inspect-mistakes">
        <MistakesPanel names={names} />
        <ConfusionPanel names={names} besideGallery />
      </div>
    </div>
  );
}
