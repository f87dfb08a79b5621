/** Any image of the test set, instead of a drawing: by its number, the one before, the one after, or one at random. */
import { IconArrowsShuffle, IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { lookedAt, useLookedAt, useRun } from '@/state';
import { Button, IconButton, NumberField } from '@/ui';
import classes from './draw.module.css';

export function TestImageChoice({ count }: { count: number }) {
  const { t } = useTranslation('train');
  const ready = useRun((state) => state.dataset.info !== null) && count > 0;
  const index = useLookedAt((state) => state.index);
  const last = Math.max(0, count - 1);
  const show = (next: number) => void lookedAt.test(next).catch(() => undefined);
  const step = (by: number) => show(index === null ? 0 : (index + by + count) % count);
  return (
    <fieldset className={classes.choice} aria-label={t('draw.testImages')}>
      <div className={classes.walk}>
        <IconButton
          id="draw-test-previous"
          label={t('draw.previousImage')}
          icon={<IconChevronLeft size={16} />}
          disabled={!ready}
          onClick={() => step(-1)}
        />
        <NumberField
          id="draw-test-number"
          label={t('draw.imageNumber')}
          hideLabel
          value={index ?? 0}
          min={0}
          max={last}
          integer
          disabled={!ready}
          onChange={show}
        />
        <IconButton
          id="draw-test-next"
          label={t('draw.nextImage')}
          icon={<IconChevronRight size={16} />}
          disabled={!ready}
          onClick={() => step(1)}
        />
      </div>
      <Button
        id="draw-test-image"
        icon={<IconArrowsShuffle size={16} />}
        className={classes.pick}
        disabled={!ready}
        onClick={() => show(Math.floor(Math.random() * count))}
      >
        {t('draw.testImage')}
      </Button>
    </fieldset>
  );
}
