/**
 * Every number of one update of the chosen racer, in its own formula; what is happening there in a sentence or two; and how
 * large a learning rate could be.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formulaNumber, linkedNumber } from '@/core/expr';
import { curvatureAt, stableRate } from '@/core/racing/stability';
import type { Surface } from '@/core/racing/surfaces';
import { traceUpdate } from '@/core/racing/trace';
import type { Race, Stop } from '@/core/racing/types';
import { rateOf } from '@/core/racing/update';
import { useVocabulary } from '@/state';
import { Formula, type FormulaParts, measured, Panel, Segmented, whole } from '@/ui';
import { useLooked } from '../looked';
import { useRacerNames } from '../names';
import { Mark } from '../standing/Mark';
import { tight } from '../standing/words';
import { useOptimizers } from '../store';
import { useSurface } from '../useSurface';
import { factsOf } from './facts';
import { insightsOf } from './insights';
import { linesOf, type NumberLine } from './lines';
import css from './numbers.module.css';
import { useInsight } from './words';

type Notation = 'symbols' | 'numbers';

export function NumbersPanel() {
  const { t } = useTranslation('numbers');
  const { race, position } = useLooked();
  const chosen = useOptimizers((s) => s.chosen);
  const coordinate = useOptimizers((s) => s.coordinate);
  const [notation, setNotation] = useState<Notation>('numbers');
  const surface = useSurface(race);
  const names = useRacerNames(race?.spec.racers ?? []);
  const index = race?.tracks.findIndex(({ id }) => id === chosen) ?? -1;
  return (
    <Panel
      id="race-numbers"
      title={
        race === null || index < 0 ? (
          t('numbers.title')
        ) : (
          <label className={css.racer}>
            <Mark index={index} />
            <span className="ui-hidden">{t('numbers.racer')}</span>
            <select value={chosen} onChange={(event) => useOptimizers.setState({ chosen: event.target.value })}>
              {race.tracks.map(({ id }) => (
                <option key={id} value={id}>
                  {names.get(id)}
                </option>
              ))}
            </select>
          </label>
        )
      }
      actions={
        <>
          <Segmented<'0' | '1'>
            label={t('numbers.coordinate')}
            value={`${coordinate}`}
            onChange={(value) => useOptimizers.setState({ coordinate: value === '0' ? 0 : 1 })}
            options={[
              { value: '0', label: <i>x</i> },
              { value: '1', label: <i>y</i> },
            ]}
          />
          <Segmented<Notation>
            label={t('numbers.notation')}
            value={notation}
            onChange={setNotation}
            options={[
              { value: 'symbols', label: t('numbers.symbols') },
              { value: 'numbers', label: t('numbers.numbers') },
            ]}
          />
        </>
      }
    >
      {race !== null && surface !== null && index >= 0 && (
        <Update race={race} surface={surface} index={index} position={position} notation={notation} />
      )}
    </Panel>
  );
}

interface UpdateProps {
  race: Race;
  surface: Surface;
  index: number;
  position: number;
  notation: Notation;
}

function Update({ race, surface, index, position, notation }: UpdateProps) {
  const { t, i18n } = useTranslation('numbers');
  const coordinate = useOptimizers((s) => s.coordinate);
  const track = race.tracks[index];
  const stopped = position > track.steps ? track.stopped : null;
  // The update that led here, or could not be made; the first one where none has been.
  const step = stopped?.step ?? Math.max(1, position);
  const lines = useMemo(
    () => linesOf(traceUpdate(race, track.id, step).trace, coordinate),
    [race, track, step, coordinate],
  );
  return (
    <>
      <p className={css.step}>
        {t(position === 0 ? 'numbers.first' : 'numbers.update', {
          step: whole(step, i18n.language),
          place: place(track.x[step - 1], track.y[step - 1]),
        })}
      </p>
      <Rate race={race} index={index} step={step} />
      <Lines lines={lines} notation={notation} coordinate={coordinate} />
      {stopped ? (
        <Stopped stop={stopped} race={race} index={index} />
      ) : (
        <Insights race={race} surface={surface} id={track.id} step={step} />
      )}
      <Bigger race={race} surface={surface} index={index} step={step} />
    </>
  );
}

const place = (x: number, y: number): string => `(${measured(x, 4)}, ${measured(y, 4)})`;

/** The learning rate, where a schedule makes it another at every update. */
function Rate({ race, index, step }: { race: Race; index: number; step: number }) {
  const { t } = useTranslation('numbers');
  const vocabulary = useVocabulary();
  const { schedule } = race.spec.racers[index];
  if (schedule === undefined) return null;
  const rate = rateOf(race.spec.racers[index])(step);
  return (
    <p className={css.rate}>
      <Formula tex={`\\eta = ${formulaNumber(rate)}`} />
      <span>{t('numbers.schedule', { name: vocabulary.name('schedule', schedule.kind) })}</span>
    </p>
  );
}

function Lines({
  lines,
  notation,
  coordinate,
}: {
  lines: readonly NumberLine[];
  notation: Notation;
  coordinate: 0 | 1;
}) {
  const { t } = useTranslation('numbers');
  const [lit, setLit] = useState<{ node: number; element: number } | null>(null);
  const parts = useMemo<FormulaParts>(() => {
    const drawnOf = (node: number) => lines.find((line) => line.node === node)?.drawn ?? null;
    return {
      isLit: (part) => lit !== null && part.node === lit.node && part.element === lit.element,
      onPoint: (part) => {
        setLit(part);
        useOptimizers.setState({ pointed: part === null ? null : drawnOf(part.node) });
      },
      onSelect: () => {},
    };
  }, [lines, lit]);
  return (
    <ol className={css.lines} aria-label={t('numbers.lines')}>
      {lines.map((line, i) => (
        <li
          key={line.node}
          data-kind={line.kind}
          onPointerEnter={() => useOptimizers.setState({ pointed: line.drawn })}
          onPointerLeave={() => useOptimizers.setState({ pointed: null })}
        >
          {NAMED.has(line.kind) && lines[i - 1].kind !== line.kind && (
            <span className={css.name}>{t(`numbers.kind.${line.kind as 'clip'}`)}</span>
          )}
          <Formula fit parts={parts} tex={texOf(line, notation, coordinate)} />
        </li>
      ))}
    </ol>
  );
}

/** Lines that are not the optimizer's own say what they are. */
const NAMED: ReadonlySet<string> = new Set(['norm', 'clip', 'decay', 'reset']);

function texOf(line: NumberLine, notation: Notation, coordinate: 0 | 1): string {
  const { node, kind, left, value } = line;
  const number = linkedNumber(node, coordinate, value, formulaNumber(value));
  const result = kind === 'gradient' ? `\\bwd{${number}}` : kind === 'theta' ? `\\upd{\\mathbf{${number}}}` : number;
  const right = notation === 'symbols' ? line.symbols : line.numbers;
  if (right === null) return `\\displaystyle ${left} = ${result}`;
  return `\\displaystyle ${left} ${kind === 'theta' ? '\\leftarrow' : '='} ${right} = ${result}`;
}

interface InsightsProps {
  race: Race;
  surface: Surface;
  id: string;
  step: number;
}

function Insights({ race, surface, id, step }: InsightsProps) {
  const coordinate = useOptimizers((s) => s.coordinate);
  const insights = useMemo(() => {
    const facts = factsOf(race, surface, id, step, coordinate);
    return facts === null ? [] : insightsOf(facts);
  }, [race, surface, id, step, coordinate]);
  const say = useInsight(race, id, coordinate);
  if (insights.length === 0) return null;
  return (
    <div className={css.insights} id="race-insights">
      {insights.map((insight) => (
        <p key={insight.code}>{say(insight)}</p>
      ))}
    </div>
  );
}

/** Why a racer did not go on. */
function Stopped({ stop, race, index }: { stop: Stop; race: Race; index: number }) {
  const { t } = useTranslation('numbers');
  const names = useRacerNames(race.spec.racers);
  const name = names.get(race.tracks[index].id);
  const { curvature, kind, step, value } = stop;
  return (
    <div className={css.stopped} id="race-stopped">
      <p>
        <b>{tight(t('stopped.title', { name, step }))}</b>{' '}
        {Number.isFinite(race.tracks[index].loss[0])
          ? t(`stopped.${kind}`, { value: t(`stopped.value.${valueKey(value)}`, { value }) })
          : t('summary.noStart')}
      </p>
      {curvature && (
        <p>
          {t('stopped.curvature', {
            rate: measured(curvature.rate),
            largest: measured(curvature.largest),
            product: measured(curvature.product),
            limit: measured(curvature.limit),
          })}
        </p>
      )}
    </div>
  );
}

const valueKey = (value: string | null): 'g' | 'loss' | 'theta' | 'line' =>
  value === 'g' || value === 'loss' || value === 'theta' ? value : 'line';

/** Curvature here, and the rates up to which plain descent and this optimizer are stable on a quadratic that curves so. */
function Bigger({ race, surface, index, step }: { race: Race; surface: Surface; index: number; step: number }) {
  const { t } = useTranslation('numbers');
  const names = useRacerNames(race.spec.racers);
  const track = race.tracks[index];
  const { optimizer } = race.spec.racers[index];
  const words = useMemo(() => {
    // Where the update began.
    const curvature = curvatureAt(surface, { x: track.x[step - 1], y: track.y[step - 1] });
    if (curvature === null) return null;
    const { largest } = curvature;
    return {
      largest,
      plain: stableRate({ kind: 'sgd', learningRate: 1 }, largest),
      own: optimizer.kind === 'sgd' ? null : stableRate(optimizer, largest),
    };
  }, [surface, track, step, optimizer]);
  if (words === null) return null;
  const { largest, plain, own } = words;
  const rate = rateOf(race.spec.racers[index])(step);
  const name = names.get(track.id);
  return (
    <p className={css.bigger}>
      <b>{t('bigger.title')}</b>{' '}
      {plain === null
        ? t('bigger.none', { largest: measured(largest) })
        : t('bigger.plain', { largest: measured(largest), plain: measured(plain) })}{' '}
      {plain !== null &&
        (own !== null
          ? tight(t('bigger.own', { name, own: measured(own), rate: measured(rate) }))
          : optimizer.kind === 'sgd'
            ? t('bigger.this', { rate: measured(rate) })
            : tight(t(optimizer.kind === 'adadelta' ? 'bigger.factor' : 'bigger.adaptive', { name })))}
    </p>
  );
}
