/**
 * Looking inside: the image and the filters on the left, every layer's maps in the middle, the cell in question on the
 * right; below them what the network makes of the test set. Of a network that sees no images, only that.
 */
import './inspect.css';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { AllMaps, CellPanel, FiltersPanel } from '@/panels/inspect/maps';
import { MetricsPanel } from '@/panels/inspect/metrics';
import { MistakesPanel } from '@/panels/inspect/mistakes';
import { ConfusionPanel } from '@/panels/train/confusion/ConfusionPanel';
import { DrawPanel } from '@/panels/train/draw/DrawPanel';
import { useDocument, useRun } from '@/state';
import { workHref } from '../../routes';
import { hasMaps, isImage } from './image';

/** What a network with one output tells apart, where the data have no names for it. */
const YES_OR_NO = ['0', '1'];

/** Takes the eye to the table of the classes, beside the confusion matrix. */
function showClassTable(): void {
  const table = document.getElementById('class-report') as HTMLDetailsElement | null;
  if (!table) return;
  table.open = true;
  table.scrollIntoView({ block: 'center' });
  table.querySelector('summary')?.focus({ preventScroll: true });
}

export default function InspectView() {
  const { t } = useTranslation();
  const { network, template } = useDocument();
  const info = useRun((state) => state.dataset.info);
  const names = useMemo(() => info?.classes ?? Array.from({ length: 10 }, (_, digit) => String(digit)), [info]);
  const convolutional = hasMaps(network);
  // Drawings, mistakes and confusions are of classes; an image with a map for its answer has none.
  const classes = info === null || info.classes !== null;
  if (!isImage(network)) {
    return (
      <div className="inspect-numbers">
        <p className="inspect-none">
          {t('inspect.noImage')} <a href={workHref(template, 'train')}>{t('inspect.toTraining')}</a>
        </p>
        <MetricsPanel names={info?.classes ?? YES_OR_NO} />
      </div>
    );
  }
  return (
    <div className="inspect" data-maps={convolutional}>
      <div className="inspect-left">
        <div className="inspect-input">
          {classes && <DrawPanel names={names} testCount={info?.counts.test ?? 0} />}
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
        {classes && (
          <>
            <MistakesPanel names={names} />
            <ConfusionPanel names={names} besideGallery />
          </>
        )}
        <div className="inspect-metrics">
          <MetricsPanel names={names} onClassTable={showClassTable} />
        </div>
      </div>
    </div>
  );
}
