/**
 * Momentum up, learning rate to the right: the colour says what a distance is multiplied by each update, the line is where
 * that is 1. Racers stand where their settings are; a place can be chosen for the racer that is looked at.
 */
import { useElementSize } from '@mantine/hooks';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Plane } from '@/core/racing/plane';
import { spectralRadius, stableRate } from '@/core/racing/stability';
import type { Race } from '@/core/racing/types';
import { type ColorScale, paint, useThemeName } from '@/theme';
import { Button, measured, Segmented, ticksUpTo } from '@/ui';
import { useRacerNames } from '../names';
import { editRace, racerColour, useOptimizers } from '../store';
import css from './fair.module.css';
import { useAsk } from './useAsk';

const KINDS = ['momentum', 'nesterov'] as const;
type Kind = (typeof KINDS)[number];

const [COLUMNS, ROWS] = [72, 40];
const HEIGHT = 210;
const PLACE = { left: 34, right: 10, top: 8, bottom: 22 };
/** Rates are shown up to so many times the largest stable one at this momentum. */
const [SHOWN, AT] = [1.08, 0.9];
const MOST_MOMENTUM = 0.99;
/** Beyond 1 it diverges, however fast. */
const SCALE: ColorScale = { kind: 'sequential', min: 0, max: 1 };

const momenta = Array.from({ length: ROWS }, (_, i) => ((i + 0.5) / ROWS) * MOST_MOMENTUM);

interface MomentumPlaneProps {
  race: Race;
  curvatures: readonly [number, number];
  /** Whether the curvatures stay as they are while one moves through the race. */
  still: boolean;
}

interface Place {
  rate: number;
  momentum: number;
}

export function MomentumPlane({ race, curvatures, still }: MomentumPlaneProps) {
  const { t } = useTranslation('fair');
  const [kind, setKind] = useState<Kind>('momentum');
  const [place, setPlace] = useState<Place | null>(null);
  const { answer, ask } = useAsk('plane');
  const playing = useOptimizers((state) => state.playing);
  const [largest, smallest] = curvatures;
  const optimizer = useMemo(() => ({ kind, learningRate: 1, momentum: AT }), [kind]);
  const end = useMemo(() => {
    const rows = [0, AT, MOST_MOMENTUM].map((momentum) => stableRate({ ...optimizer, momentum }, largest) ?? 0);
    return SHOWN * Math.max(...rows);
  }, [optimizer, largest]);
  useEffect(() => {
    // While it plays the curvatures change too often to follow.
    if (playing && !still) return;
    const rates = Array.from({ length: COLUMNS }, (_, i) => ((i + 0.5) / COLUMNS) * end);
    ask({ optimizer, curvatures: [largest, smallest], rates, momenta });
  }, [optimizer, largest, smallest, end, ask, playing, still]);
  const shown = answer?.output ?? null;
  const last = answer?.input;
  const radiusAt = ({ rate, momentum }: Place) =>
    Math.max(
      ...curvatures.map((curvature) => spectralRadius({ ...optimizer, momentum }, rate, curvature) ?? Number.NaN),
    );
  return (
    <section className={css.body} aria-label={t('stability.plane')}>
      <div className={css.controls}>
        <h3 className={css.heading}>{t('stability.plane')}</h3>
        <Kinds kind={kind} onChange={setKind} />
      </div>
      <p className={css.about}>{t('stability.legend')}</p>
      {shown && last && (
        <>
          <Picture
            plane={shown}
            end={last.rates[last.rates.length - 1] * (COLUMNS / (COLUMNS - 0.5))}
            kind={kind}
            race={race}
            place={place}
            onPlace={setPlace}
          />
          <p className={css.about}>
            {t('stability.summary', {
              rate: measured(shown.best.rate, 2),
              momentum: measured(shown.best.momentum, 2),
              radius: measured(shown.best.radius),
              limit: measured(stableRate({ ...optimizer, momentum: 0 }, largest) ?? Number.NaN),
            })}
          </p>
          <p className={css.about} aria-live="polite">
            {place
              ? t('stability.point', {
                  rate: measured(place.rate),
                  momentum: measured(place.momentum, 2),
                  radius: measured(radiusAt(place)),
                })
              : t('stability.pick')}
          </p>
          <div className={css.controls}>
            <Button id="plane-best" onClick={() => setPlace(shown.best)}>
              {t('stability.best')}
            </Button>
            {place && <TakePlace place={place} kind={kind} />}
          </div>
        </>
      )}
    </section>
  );
}

function Kinds({ kind, onChange }: { kind: Kind; onChange(kind: Kind): void }) {
  const { t } = useTranslation(['fair', 'vocabulary']);
  const options = KINDS.map((value) => ({ value, label: t(`vocabulary:optimizer.${value}`) }));
  return <Segmented label={t('stability.kind')} value={kind} options={options} onChange={onChange} />;
}

/** Gives the racer that is looked at the place's settings; it becomes this optimizer where it is another. */
function TakePlace({ place: { rate, momentum }, kind }: { place: Place; kind: Kind }) {
  const { t } = useTranslation('fair');
  const racers = useOptimizers((state) => state.document.racers);
  const chosen = useOptimizers((state) => state.chosen);
  const names = useRacerNames(racers);
  const short = (value: number) => Number(value.toPrecision(3));
  const take = () =>
    editRace({
      racers: racers.map((racer) => {
        if (racer.id !== chosen) return racer;
        const own = racer.optimizer.kind === kind ? racer.optimizer : {};
        return { ...racer, optimizer: { ...own, kind, learningRate: short(rate), momentum: short(momentum) } };
      }),
    });
  return (
    <Button id="plane-take" variant="primary" onClick={take}>
      {t('stability.take', { name: names.get(chosen) ?? '' })}
    </Button>
  );
}

interface PictureProps {
  plane: Plane;
  /** The largest rate shown. */
  end: number;
  kind: Kind;
  race: Race;
  place: Place | null;
  onPlace(place: Place): void;
}

function Picture({ plane, end, kind, race, place, onPlace }: PictureProps) {
  const { t } = useTranslation('fair');
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  const { ref, width } = useElementSize<HTMLDivElement>();
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(COLUMNS, ROWS);
    // Row 0 of the picture is its top, which is the largest momentum.
    const flipped = plane.values.map(
      (_, i) => plane.values[(ROWS - 1 - Math.floor(i / COLUMNS)) * COLUMNS + (i % COLUMNS)],
    );
    paint(flipped, SCALE, theme, image.data);
    flipped.forEach((radius, i) => {
      if (!(radius <= 1)) image.data[4 * i + 3] = 0;
    });
    context.putImageData(image, 0, 0);
  }, [plane, theme]);
  const inner = { width: Math.max(0, width - PLACE.left - PLACE.right), height: HEIGHT - PLACE.top - PLACE.bottom };
  const across = (rate: number) => PLACE.left + (rate / end) * inner.width;
  const up = (momentum: number) => PLACE.top + (1 - momentum / MOST_MOMENTUM) * inner.height;
  const clamp = ({ rate, momentum }: Place): Place => ({
    rate: Math.min(end, Math.max(end / 1000, rate)),
    momentum: Math.min(MOST_MOMENTUM, Math.max(0, momentum)),
  });
  const point = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const rate = ((event.clientX - box.left - PLACE.left) / inner.width) * end;
    onPlace(clamp({ rate, momentum: (1 - (event.clientY - box.top - PLACE.top) / inner.height) * MOST_MOMENTUM }));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const { rate, momentum } = place ?? plane.best;
    const moves: Record<string, Place> = {
      ArrowLeft: { rate: rate - end / COLUMNS, momentum },
      ArrowRight: { rate: rate + end / COLUMNS, momentum },
      ArrowUp: { rate, momentum: momentum + MOST_MOMENTUM / ROWS },
      ArrowDown: { rate, momentum: momentum - MOST_MOMENTUM / ROWS },
    };
    const move = moves[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    onPlace(clamp(move));
  };
  const line = plane.limits.flatMap((limit, i) => (limit === null ? [] : [`${across(limit)},${up(momenta[i])}`]));
  const standing = race.spec.racers.flatMap(({ id, optimizer }, index) => {
    const momentum = optimizer.kind === 'sgd' ? 0 : optimizer.kind === kind ? Number(optimizer.momentum ?? 0.9) : null;
    return momentum === null || optimizer.learningRate > end ? [] : [{ id, index, momentum, optimizer }];
  });
  return (
    <div
      ref={ref}
      id="race-plane"
      className={css.plane}
      style={{ height: HEIGHT }}
      role="application"
      tabIndex={0}
      aria-label={t('stability.plane')}
      onPointerDown={point}
      onPointerMove={(event) => event.buttons > 0 && point(event)}
      onKeyDown={onKeyDown}
    >
      <canvas
        ref={canvas}
        width={COLUMNS}
        height={ROWS}
        style={{ left: PLACE.left, top: PLACE.top, width: inner.width, height: inner.height }}
        aria-hidden
      />
      <svg width={width} height={HEIGHT} aria-hidden>
        <g className={css.axes}>
          {ticksUpTo(end).map((rate) => (
            <text key={rate} x={across(rate)} y={HEIGHT - 6} textAnchor="middle">
              {measured(rate, 2)}
            </text>
          ))}
          {[0, 0.5, 0.9].map((momentum) => (
            <text key={momentum} x={PLACE.left - 6} y={up(momentum) + 4} textAnchor="end">
              {momentum}
            </text>
          ))}
        </g>
        <polyline points={line.join(' ')} fill="none" stroke="var(--bwd)" strokeWidth={2} />
        {standing.map(({ id, index, momentum, optimizer }) => (
          <circle
            key={id}
            cx={across(optimizer.learningRate)}
            cy={up(momentum)}
            r={5}
            fill={racerColour(index)}
            stroke="var(--panel)"
            strokeWidth={2}
          />
        ))}
        {place && (
          <g transform={`translate(${across(place.rate)} ${up(place.momentum)})`}>
            <path d="M-9 0H9M0 -9V9" stroke="var(--panel)" strokeWidth={4} />
            <path d="M-9 0H9M0 -9V9" stroke="var(--ink)" strokeWidth={1.8} />
          </g>
        )}
      </svg>
    </div>
  );
}
