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
  /** Where to go on, or null when all are shown. */
  next: number | null;
  failed: boolean;
}

export function CellImages({ cell, names, evaluation, onClose }: CellImagesProps) {
  const { t } = useTranslation('train');
  const [found, setFound] = useState<Found | null>(null);
  const [after, setAfter] = useState(0);
  const heading = useRef<HTMLHeadingElement>(null);
  const { truth, predicted } = cell;
  const total = evaluation.confusion?.[truth * evaluation.classes + predicted] ?? 0;

  useEffect(() => {
    let stopped = false;
    const fetch = (indices: number[]) => runActions.samples('test', indices);
    findCellImages({ truth, predicted }, evaluation.predicted ?? [], { after, limit: PAGE }, fetch, () => stopped).then(
      ({ images, next }) => {
        if (!stopped)
          setFound((before) => ({
            images: after === 0 ? images : [...(before?.images ?? []), ...images],
            next,
            failed: false,
          }));
      },
      () => {
        if (!stopped) setFound({ images: [], next: null, failed: true });
      },
    );
    return () => {
      stopped = true;
    };
  }, [truth, predicted, evaluation, after]);

  useEffect(() => heading.current?.focus({ preventScroll: true }), []);

  const what = { truth: names[truth], predicted: names[predicted], count: total };
  return (
    <section className={classes.images} aria-labelledby="cell-images-title">
      <div className={classes.bar}>
        <h3 id="cell-images-title" ref={heading} tabIndex={-1}>
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
      {found?.next != null && (
        <Button id="more-cell-images" onClick={() => setAfter(found.next ?? 0)}>
          {t('confusion.more')}
        </Button>
      )}
    </section>
  );
}
