/**
 * One prediction as textbooks print it: the picture, below it what the network reads and how sure it is, and what it
 * really is. Right and wrong are told by a sign and a frame as well as by colour.
 */
import { IconCheck, IconX } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state';
import { GrayImage, measured, percent } from '@/ui';
import type { Judgement } from './judgement';
import classes from './mistakes.module.css';

interface PredictionCardProps {
  judgement: Judgement;
  /** Null while it is on its way. */
  pixels: Float32Array | null;
  width: number;
  height: number;
  names: readonly string[];
  /** Place on the page. */
  card: number;
  selected: boolean;
  onPoint(card: number | null): void;
  onFocus(card: number | null): void;
  onSelect(card: number): void;
}

export const PredictionCard = memo(function PredictionCard(props: PredictionCardProps) {
  const { judgement, pixels, width, height, names, card, selected, onPoint, onFocus, onSelect } = props;
  const { t } = useTranslation('inspect');
  const language = usePreferences((state) => state.language);
  const { index, truth, predicted, answer } = judgement;
  const right = truth === predicted;
  const value = answer.values[predicted];
  const share = answer.probable ? percent(value, language, 0) : measured(value, 2);
  return (
    <li>
      <button
        type="button"
        className={classes.card}
        data-right={right}
        data-card={card}
        aria-pressed={selected}
        onPointerEnter={(event) => event.pointerType !== 'touch' && onPoint(card)}
        onPointerLeave={() => onPoint(null)}
        onFocus={() => onFocus(card)}
        onBlur={() => onFocus(null)}
        onClick={() => onSelect(card)}
      >
        <GrayImage pixels={pixels} width={width} height={height} label="" />
        <span className="ui-hidden">
          {t(right ? 'mistakes.right' : 'mistakes.wrong', {
            index,
            truth: names[truth],
            predicted: names[predicted],
            share,
          })}
        </span>
        <span className={classes.answer} aria-hidden="true">
          {right ? <IconCheck size={14} stroke={2.6} /> : <IconX size={14} stroke={2.6} />}
          <b className="num">{names[predicted]}</b>
          <span className={`num ${classes.share}`}>{share}</span>
        </span>
        <span className={classes.truth} aria-hidden="true">
          {t('mistakes.truth', { name: names[truth] })}
        </span>
      </button>
    </li>
  );
});
