/** The test images behind one cell of the matrix, a page at a time, each with its index and both classes. */
import { IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Evaluation, runActions } from '@/state';
import { Button, IconButton } from '@/ui';
import { ImageGrid } from '../parts/ImageGrid';
import { type CellImage, findCellImages } from './cellImages';
import classes from './confusion.module.css';

const PAGE = 24;

interface CellImagesProps {
  cell: { truth: number; predicted: number };
  names: readonly string[];
  evaluation: Evaluation;
  onClose: () => void;
}

interface Found {
  images: CellImage[];
  /** Whether there are more than these. */
  more: boolean;
  failed: boolean;
}

export function CellImages({ cell, names, evaluation, onClose }: CellImagesProps) {
  const { t } = useTranslation('train');
  const [found, setFound] = useState<Found | null>(null);
  const [pages, setPages] = useState(1);
  const section = useRef<HTMLElement>(null);
  const { truth, predicted } = cell;
  const total = evaluation.confusion?.[truth * evaluation.classes + predicted] ?? 0;

  // After another evaluation the images are looked up again; those of before stay until the new ones are there.
  useEffect(() => {
    let stopped = false;
    const fetch = (indices: number[]) => runActions.samples('test', indices);
    const wanted = { after: 0, limit: pages * PAGE };
    findCellImages({ truth, predicted }, evaluation.predicted ?? [], wanted, fetch, () => stopped).then(
      ({ images, next }) => {
        if (!stopped) setFound({ images, more: next !== null, failed: false });
      },
      () => {
        if (!stopped) setFound({ images: [], more: false, failed: true });
      },
    );
    return () => {
      stopped = true;
    };
  }, [truth, predicted, evaluation, pages]);

  // The focus stays in the grid, so that the arrow keys go on; what was opened comes into view and is announced.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const what = { truth: names[truth], predicted: names[predicted], count: total };
  return (
    <section ref={section} className={classes.images} aria-labelledby="cell-images-title">
      <div className={classes.bar}>
        <h3 id="cell-images-title" aria-live="polite">
          {t('confusion.cell', what)}
        </h3>
        <IconButton
          id="close-cell-images"
          variant="quiet"
          label={t('confusion.close')}
          icon={<IconX size={16} />}
          onClick={onClose}
        />
      </div>
      {found?.failed && <p>{t('confusion.failed')}</p>}
      {found === null && total > 0 && <p>{t('confusion.looking')}</p>}
      {found && (
        <ImageGrid
          images={found.images.map(({ index, pixels }) => ({
            index,
            pixels,
            caption: `#${index}`,
            label: t('confusion.image', { index, truth: names[truth], predicted: names[predicted] }),
          }))}
        />
      )}
      {found?.more && (
        <Button id="more-cell-images" onClick={() => setPages(pages + 1)}>
          {t('confusion.more')}
        </Button>
      )}
    </section>
  );
}
