/**
 * Play, pause, step both ways, drag along, and how fast. What moves with every frame is small: the place on the bar and its
 * number.
 */
import { memo, useEffect, useMemo, useRef } from 'react';
import { Trans, useTranslation } from 'react-i18next';
import { PlayButtons, Scrubber, whole } from '@/ui';
import { useLooked } from '../looked';
import { useRacerNames } from '../names';
import { lastOf, moveBy, moveTo, SPEEDS, togglePlaying, useKeys, usePlayback } from '../playback';
import { useSummary } from '../standing/words';
import { racerColour, useOptimizers } from '../store';
import { useProblem } from './problem';
import css from './transport.module.css';

export function Transport() {
  const { t } = useTranslation('numbers');
  usePlayback();
  useKeys();
  const problem = useProblem();
  return (
    <section className={`ui-panel ${css.panel}`} aria-label={t('transport.label')} id="race-transport">
      <div className={css.controls}>
        <Buttons />
        <Place />
        <Computing />
        <Speed />
      </div>
      <div className={css.bar}>
        <Bar />
        <Stops />
      </div>
      <p className={css.problem} role="alert">
        {problem}
      </p>
      <Announcement />
    </section>
  );
}

function Buttons() {
  const { t } = useTranslation('numbers');
  const playing = useOptimizers((s) => s.playing);
  const atStart = useOptimizers((s) => s.position === 0);
  const atEnd = useOptimizers((s) => s.position >= lastOf(s));
  return (
    <div className={css.buttons}>
      <PlayButtons
        id="race"
        labels={{
          first: t('transport.first'),
          previous: t('transport.previous'),
          play: t('transport.play'),
          pause: t('transport.pause'),
          next: t('transport.next'),
          last: t('transport.last'),
          space: t('transport.space'),
        }}
        playing={playing}
        atStart={atStart}
        atEnd={atEnd}
        onFirst={() => moveTo(0)}
        onPrevious={() => moveBy(-1)}
        onPlay={togglePlaying}
        onNext={() => moveBy(1)}
        onLast={() => moveTo(Number.POSITIVE_INFINITY)}
      />
    </div>
  );
}

/** Where one is: written without drawing anything anew. */
const Place = memo(function Place() {
  const { t, i18n } = useTranslation('numbers');
  const number = useRef<HTMLElement>(null);
  const last = useOptimizers(lastOf);
  const { language } = i18n;
  useEffect(() => {
    const write = ({ position }: { position: number }) => {
      if (number.current) number.current.textContent = whole(position, language);
    };
    write(useOptimizers.getState());
    return useOptimizers.subscribe((state, before) => {
      if (state.position !== before.position) write(state);
    });
  }, [language]);
  return (
    <span className={css.place} id="race-position">
      <Trans t={t} i18nKey="transport.place" components={{ n: <b className="num" ref={number} /> }} />
      <span className={css.of}>{t('transport.after', { count: last })}</span>
    </span>
  );
});

function Bar() {
  const { t } = useTranslation('numbers');
  const position = useOptimizers((s) => s.position);
  const last = useOptimizers(lastOf);
  const stretches = useMemo(() => [{ start: 0, count: last + 1, label: '', color: 'var(--fwd)' }], [last]);
  return (
    <Scrubber
      label={t('transport.bar')}
      count={last + 1}
      value={Math.min(position, last)}
      onChange={moveTo}
      valueText={t('transport.valueText', { step: Math.min(position, last), count: last })}
      stretches={stretches}
      asBars
    />
  );
}

/** Where racers were stopped, on the bar. */
function Stops() {
  const race = useOptimizers((s) => s.race);
  const last = useOptimizers(lastOf);
  if (race === null) return null;
  return race.tracks.map(({ id, stopped }, i) =>
    stopped === null ? null : (
      <span
        key={id}
        className={css.stop}
        style={{ left: `${((stopped.step + 0.5) / (last + 1)) * 100}%`, color: racerColour(i) }}
        aria-hidden
      >
        ✕
      </span>
    ),
  );
}

/** Said when a race takes longer than a moment. */
function Computing() {
  const { t } = useTranslation('numbers');
  const computing = useOptimizers((s) => s.computing);
  return computing ? <span className={css.computing}>{t('transport.computing')}</span> : null;
}

function Speed() {
  const { t } = useTranslation('numbers');
  const speed = useOptimizers((s) => s.speed);
  const speeds = (SPEEDS as readonly number[]).includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => a - b);
  return (
    <label className={css.speed}>
      <span className="ui-hidden">{t('transport.speed')}</span>
      <select
        id="race-speed"
        value={speed}
        onChange={(event) => useOptimizers.setState({ speed: Number(event.target.value) })}
      >
        {speeds.map((value) => (
          <option key={value} value={value}>
            {t('transport.perSecond', { count: value })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Said aloud when the place rests: where it is and how the race stands there. */
function Announcement() {
  const { t } = useTranslation('numbers');
  const playing = useOptimizers((s) => s.playing);
  const racers = useOptimizers((s) => s.document.racers);
  const { race, position } = useLooked();
  const summary = useSummary(race, position, useRacerNames(racers));
  return (
    <p className="ui-hidden" role="status">
      {playing || race === null
        ? ''
        : `${t('transport.valueText', { step: position, count: race.spec.steps })} ${summary}`}
    </p>
  );
}
