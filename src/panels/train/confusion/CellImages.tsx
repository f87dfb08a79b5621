/** The test images behind one cell of the matrix, a page at a time, each with its index and both classes. */
import { IconX } from '@tabler/icons-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Evaluation, inputOf, samplesOf, showCell, useDocument, useSamples } from '@/state';
import { Button, IconButton } from '@/ui';
import { ImageGrid } from '../parts/ImageGrid';
import classes from './confusion.module.css';

const PAGE = 24;

interface CellImagesProps {
  cell: { truth: number; predicted: number };
  names: readonly string[];
  evaluation: Evaluation;
  onClose: () => void;
}

export function CellImages({ cell, names, evaluation, onClose }: CellImagesProps) {
  const { t } = useTranslation('train');
  const { template } = useDocument();
  const [pages, setPages] = useState(1);
  const section = useRef<HTMLElement>(null);
  const { truth, predicted } = cell;
  const places = useMemo(
    () => samplesOf(evaluation, { mode: 'all', truth, predicted }),
    [evaluation, truth, predicted],
  );
  const wanted = useMemo(
    () => places.slice(0, pages * PAGE).map((place) => evaluation.indices?.[place] ?? place),
    [places, pages, evaluation],
  );
  const { shown, failed } = useSamples('test', wanted);

  // The focus stays in the grid, so that the arrow keys go on; what was opened comes into view and is announced.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  const images = useMemo(
    () =>
      (shown?.indices ?? []).map((index) => ({
        index,
        pixels: inputOf(shown, index) ?? [],
        caption: `#${index}`,
        label: t('confusion.image', { index, truth: names[truth], predicted: names[predicted] }),
      })),
    [shown, names, truth, predicted, t],
  );
  const what = { truth: names[truth], predicted: names[predicted], count: places.length };
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
      {failed && <p className={classes.note}>{t('confusion.failed')}</p>}
      {!failed && places.length > 0 && shown === null && <p className={classes.note}>{t('confusion.looking')}</p>}
      {places.length > 0 && !failed && <ImageGrid images={images} />}
      <div className={classes.after}>
        {places.length > wanted.length && (
          <Button id="more-cell-images" onClick={() => setPages(pages + 1)}>
            {t('confusion.more')}
          </Button>
        )}
        {places.length > 0 && (
          <a
            id="cell-in-mistakes"
            className="ui-button ui-button-normal"
            href={`#/work/${encodeURIComponent(template)}/inspect`}
            onClick={() => showCell(cell)}
          >
            {t('confusion.inMistakes')}
          </a>
        )}
      </div>
    </section>
  );
}
