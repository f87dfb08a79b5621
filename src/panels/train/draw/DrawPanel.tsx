/** Draw a digit: the pad, the 28×28 image the network sees, and its ten probabilities, which follow the pen. */
import { IconArrowBackUp, IconEraser } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLookedAt, useRun } from '@/state';
import { Button, IconButton, Panel } from '@/ui';
import { DigitImage } from '../parts/DigitImage';
import { DrawPad } from './DrawPad';
import classes from './draw.module.css';
import { drawing, useDrawing } from './drawing';
import { Probabilities } from './Probabilities';
import { FRAME } from './preprocess';
import { THICKNESS } from './strokes';
import { TestImageChoice } from './TestImageChoice';
import { useBlankPad, useLooking } from './useLooking';

interface DrawPanelProps {
  /** Names of the classes, in order. */
  names: readonly string[];
  /** How many test images there are to pick from. */
  testCount: number;
  /** Ids of the hidden layers that are shown beside it, joined with spaces. */
  capture?: string;
}

export function DrawPanel({ names, testCount, capture = '' }: DrawPanelProps) {
  const { t } = useTranslation('train');
  useLooking(capture);
  const empty = useBlankPad();
  return (
    <Panel
      title={t('draw.title')}
      actions={
        <>
          <IconButton
            id="draw-undo"
            label={t('draw.undo')}
            icon={<IconArrowBackUp size={16} />}
            onClick={drawing.undo}
            disabled={empty}
          />
          <Button id="draw-clear" icon={<IconEraser size={16} />} onClick={drawing.clear} disabled={empty}>
            {t('draw.clear')}
          </Button>
        </>
      }
    >
      <div className={classes.container}>
        <div className={classes.parts}>
          <DrawPad />
          <Probabilities names={names} />
          <NetworkView />
          <div className={classes.tools}>
            <Thickness />
            <TestImageChoice count={testCount} />
          </div>
        </div>
      </div>
    </Panel>
  );
}

/** The image the network gets, and what was done to make it. */
function NetworkView() {
  const { t } = useTranslation('train');
  const { input, index, label } = useLookedAt();
  const changed = useRun((state) => state.preprocessing !== null);
  const caption =
    index === null
      ? t(input ? 'draw.prepared' : 'draw.nothing')
      : t(changed ? 'draw.pickedPreprocessed' : 'draw.picked', { index, label: label ?? '?' });
  return (
    <figure className={classes.view}>
      <DigitImage pixels={input} width={FRAME} height={FRAME} label="" className={classes.seen} />
      <figcaption>{caption}</figcaption>
    </figure>
  );
}

function Thickness() {
  const { t } = useTranslation('train');
  const thickness = useDrawing((state) => state.thickness);
  return (
    <label className={classes.thickness}>
      {t('draw.thickness')}
      <input
        id="draw-thickness"
        type="range"
        min={THICKNESS.min}
        max={THICKNESS.max}
        step={THICKNESS.step}
        value={thickness}
        aria-valuetext={t('draw.thicknessOf', { value: Math.round(thickness * 100) })}
        onChange={(event) => drawing.setThickness(Number(event.target.value))}
      />
    </label>
  );
}
