/**
 * ROC and precision–recall curves side by side, and one threshold on both: moved by a slider or chosen on a curve, with
 * the two-by-two table and the rates that follow from it. Pointing at a curve shows what another threshold would give.
 */
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePreferences } from '@/state';
import { Legend, type LegendItem, percent, Segmented, VisuallyHidden } from '@/ui';
import classes from './metrics.module.css';
import {
  CHART_POINTS,
  type Choice,
  curvesOf,
  drawn,
  FAINT_POINTS,
  FRAMES,
  type Frame,
  framed,
  hardestClass,
  type Judged,
  levelsOf,
  nearestThreshold,
  type Point,
  positionAt,
} from './model';
import type { Line } from './Plot';
import { ThresholdBlock } from './ThresholdBlock';
import { ThresholdTable } from './ThresholdTable';

const loadPlot = () => import('./Plot');
export type PlotKind = 'roc' | 'precisionRecall';
const PLOTS: readonly PlotKind[] = ['roc', 'precisionRecall'];

interface CurvesBlockProps {
  judged: Judged;
  /** Of the classes. */
  names: readonly string[];
  /** Where a yes and a no meet. */
  middle: number;
}

export function CurvesBlock({ judged, names, middle }: CurvesBlockProps) {
  const { t } = useTranslation(['inspect', 'vocabulary']);
  const language = usePreferences((state) => state.language);
  const [chosen, setChoice] = useState<Choice | null>(null);
  const [moved, setMoved] = useState<number | null>(null);
  const [frame, setFrame] = useState<'whole' | 'corner'>('whole');
  const [pointed, setPointed] = useState<number | null>(null);
  const binary = judged.kind === 'binary';
  const hardest = useMemo(() => hardestClass(judged), [judged]);
  const choice = chosen ?? hardest;
  const curves = curvesOf(judged, choice);
  const { thresholds } = curves;
  const threshold = moved ?? middle;
  const at = useMemo(() => thresholds && positionAt(thresholds, threshold), [thresholds, threshold]);
  const preview = useMemo(
    () => (thresholds && pointed !== null ? positionAt(thresholds, pointed) : null),
    [thresholds, pointed],
  );
  // Of its own to each mount: once it has failed to load, only a new one asks again.
  const Plot = useMemo(() => lazy(loadPlot), []);
  const lines = useMemo(() => {
    const of = (kind: PlotKind) => linesOf(judged, choice, kind, FRAMES[frame][kind]);
    return { roc: of('roc'), precisionRecall: of('precisionRecall') };
  }, [judged, choice, frame]);
  const name = binary ? (names[1] ?? '1') : choice === 'micro' ? t('metrics.all') : names[choice];
  const area = (
    kind: PlotKind,
    of: { roc: { auc: number } | null; precisionRecall: { averagePrecision: number } | null } | null,
  ) => {
    const value = kind === 'roc' ? of?.roc?.auc : of?.precisionRecall?.averagePrecision;
    return value === undefined ? '–' : value.toFixed(4);
  };
  const legend: LegendItem[] = [
    {
      label: binary
        ? t('metrics.curve.binary', { name })
        : choice === 'micro'
          ? name
          : t('metrics.curve.class', { name }),
      color: 'var(--pos)',
    },
    ...(binary
      ? []
      : [
          { label: t('metrics.curve.others'), color: 'var(--line3)' },
          { label: t('metrics.curve.macro'), color: 'var(--ink)', shape: 'dash' as const },
        ]),
    { label: t('metrics.curve.chance'), color: 'var(--ink3)', shape: 'dash' },
  ];
  return (
    <section aria-label={t('metrics.curves')} className={classes.curves}>
      <div className={classes.tools}>
        {!binary && (
          <label className={classes.choice}>
            {t('metrics.choose')}
            <select
              id="metrics-class"
              value={String(choice)}
              onChange={({ target }) => {
                setChoice(target.value === 'micro' ? 'micro' : Number(target.value));
                setPointed(null);
              }}
            >
              {names.slice(0, judged.classes.length).map((each, k) => (
                <option key={each} value={k}>
                  {t('metrics.class', { name: each })}
                </option>
              ))}
              <option value="micro">{t('metrics.all')}</option>
            </select>
          </label>
        )}
        <Segmented<'whole' | 'corner'>
          label={t('metrics.frame')}
          value={frame}
          onChange={(next) => setFrame(next)}
          options={(['whole', 'corner'] as const).map((value) => ({ value, label: t(`metrics.${value}`) }))}
        />
        <Legend items={legend} label={t('metrics.legend')} />
      </div>
      <div className={classes.plots}>
        {PLOTS.map((kind) => (
          <figure key={kind} className={classes.figure}>
            <figcaption>
              <h3>{t(`vocabulary:metric.${kind}`)}</h3>
              <span className={classes.note}>
                {t(`metrics.${kind}.area`, { value: area(kind, curves) })}
                {!binary && ` · ${t('metrics.macroArea', { value: area(kind, judged.macro) })}`}
              </span>
            </figcaption>
            <div className={classes.plot}>
              <Suspense fallback={null}>
                <Plot
                  lines={lines[kind]}
                  stepped={kind === 'precisionRecall'}
                  chance={kind === 'precisionRecall' ? (curves.precisionRecall?.chance ?? null) : null}
                  frame={FRAMES[frame][kind]}
                  xName={t(`metrics.${kind}.x`)}
                  yName={t(`metrics.${kind}.y`)}
                  at={at?.[kind] ?? null}
                  preview={preview?.[kind] ?? null}
                  onPoint={(point) => setPointed(point && thresholds && nearestThreshold(thresholds, kind, point))}
                  onChoose={(point) => {
                    const nearest = thresholds && nearestThreshold(thresholds, kind, point);
                    if (nearest !== null) setMoved(nearest);
                  }}
                />
              </Suspense>
            </div>
            <VisuallyHidden>
              <p>
                {t(`metrics.${kind}.summary`, {
                  name,
                  value: area(kind, curves),
                  chance: percent(curves.precisionRecall?.chance ?? 0, language),
                })}
              </p>
            </VisuallyHidden>
            <p className={classes.note}>
              {curves[kind] === null ? t('metrics.noSamples', { name }) : t(`metrics.${kind}.about`)}
            </p>
          </figure>
        ))}
        {at && thresholds && (
          <ThresholdBlock
            binary={binary}
            name={name}
            others={binary ? (names[0] ?? '0') : null}
            thresholds={thresholds}
            middle={middle}
            at={at}
            preview={preview}
            onMove={(next) => {
              setPointed(null);
              setMoved(next);
            }}
          />
        )}
      </div>
      {thresholds && <ThresholdTable thresholds={thresholds} middle={middle} name={name} />}
    </section>
  );
}

/** The curves of one plot: those for comparison, then the mean, then the chosen one on top. */
function linesOf(judged: Judged, choice: Choice, kind: PlotKind, frame: Frame): Line[] {
  const points = (of: Pick<Judged['classes'][number], 'roc' | 'precisionRecall'> | null, limit: number): Point[] => {
    const curve = of?.[kind];
    if (!curve) return [];
    return drawn(framed(kind === 'roc' ? curve : levelsOf(curve), frame), limit);
  };
  const others = judged.classes.flatMap((curves, k): Line[] =>
    k === choice ? [] : [{ key: `class ${k}`, role: 'other', points: points(curves, FAINT_POINTS) }],
  );
  const own: Line = { key: 'chosen', role: 'chosen', points: points(curvesOf(judged, choice), CHART_POINTS) };
  const macro: Line = { key: 'macro', role: 'mean', points: points(judged.macro, CHART_POINTS) };
  return [...(judged.kind === 'binary' ? [] : others), macro, own].filter((line) => line.points.length > 0);
}
