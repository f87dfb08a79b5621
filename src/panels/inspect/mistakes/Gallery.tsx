/** Two rows of five predictions, and the one in view in full beside them. */
import { type KeyboardEvent, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outputKind } from '@/core/metrics/answer';
import { type Evaluation, inputOf, lookedAt, useRun, useRunNetwork, useSamples } from '@/state';
import { type Judgement, judgementOf } from './judgement';
import classes from './mistakes.module.css';
import { PredictionCard } from './PredictionCard';
import { PredictionDetail } from './PredictionDetail';
import { moved } from './page';

interface GalleryProps {
  evaluation: Evaluation;
  places: readonly number[];
  names: readonly string[];
}

export function Gallery({ evaluation, places, names }: GalleryProps) {
  const { t } = useTranslation('inspect');
  const shape = useRun((state) => state.dataset.info?.inputShape);
  const [height = 1, width = 1] = shape ?? [];
  const network = useRunNetwork();
  const cards = useMemo(() => {
    const kind = outputKind(network);
    return places.map((place) => judgementOf(evaluation, place, kind)).filter((judged) => judged !== null);
  }, [evaluation, places, network]);
  const split = cards[0]?.split ?? 'test';
  const indices = useMemo(() => cards.map(({ index }) => index), [cards]);
  const { shown, failed } = useSamples(split, indices);
  const list = useRef<HTMLUListElement>(null);
  const [pointed, setPointed] = useState<number | null>(null);
  const [focused, setFocused] = useState<number | null>(null);
  /** The sample that was chosen last, wherever it is shown. */
  const [chosen, setChosen] = useState<number | null>(null);
  const chosenCard = cards.findIndex(({ index }) => index === chosen);
  const inView: Judgement | undefined = cards[pointed ?? focused ?? Math.max(chosenCard, 0)];

  const select = useCallback(
    (card: number) => {
      const { split, index } = cards[card];
      setChosen(index);
      // The maps beside this, and the pad of the training view, turn to it.
      if (split === 'test') lookedAt.test(index).catch(() => undefined);
    },
    [cards],
  );
  const key = (event: KeyboardEvent) => {
    const next = focused === null ? null : moved(focused, event.key, cards.length);
    if (next === null) return;
    event.preventDefault();
    list.current?.querySelector<HTMLButtonElement>(`[data-card="${next}"]`)?.focus();
  };

  if (failed) return <p className={classes.empty}>{t('mistakes.failed')}</p>;
  return (
    <div className={classes.parts}>
      <ul ref={list} className={classes.cards} aria-label={t('mistakes.list')} onKeyDown={key}>
        {cards.map((judgement, card) => (
          <PredictionCard
            key={judgement.index}
            judgement={judgement}
            pixels={inputOf(shown, judgement.index)}
            width={width}
            height={height}
            names={names}
            card={card}
            selected={card === chosenCard}
            onPoint={setPointed}
            onFocus={setFocused}
            onSelect={select}
          />
        ))}
      </ul>
      {inView && (
        <PredictionDetail
          judgement={inView}
          pixels={inputOf(shown, inView.index)}
          width={width}
          height={height}
          names={names}
        />
      )}
    </div>
  );
}
