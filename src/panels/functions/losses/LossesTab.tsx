/** Losses: value and slope over the prediction for a chosen target, several compared; over classes, along one logit. */
import { useMemo } from 'react';
import { LOSSES } from '@/core/losses';
import { measured, Panel, Segmented } from '@/ui';
import { INDEX } from '../activations/VectorView';
import { SLOTS, useComparison } from '../comparison';
import { extent, fixedAxis, roundAxis } from '../model/axes';
import { alongAxis, type Domain, domainOf, fitsBeside, LOSS_KINDS, type LossSetup, setupOf } from '../model/losses';
import { type Row, sampleCurves } from '../model/sample';
import { useNames } from '../names';
import { type Choice, Chooser, smallPath } from '../parts/Chooser';
import { CurvePlot, type PlotCurve } from '../parts/CurvePlot';
import { HereTable } from '../parts/HereTable';
import classes from '../parts/parts.module.css';
import { SettingFields } from '../parts/SettingFields';
import { ShownList } from '../parts/ShownList';
import { functionsState } from '../state';
import { LossControls } from './LossControls';
import { LossPlane } from './LossPlane';
import { LossWords } from './LossWords';
import { type LossView, useLossView } from './view';

const FIRST = ['meanSquaredError', 'meanAbsoluteError', 'huber'];
const DOMAINS: readonly Domain[] = ['real', 'probability', 'margin', 'count', 'classes'];
const SMALL: Record<Domain, { from: number; to: number; target: number[]; top: number }> = {
  real: { from: -2, to: 2, target: [0], top: 3 },
  probability: { from: 0.001, to: 0.999, target: [1], top: 4 },
  margin: { from: -2, to: 3, target: [1], top: 4 },
  count: { from: 0.05, to: 9, target: [3], top: 4 },
  classes: { from: -5, to: 5, target: [1, 0, 0], top: 4 },
};

const IN_ORDER = DOMAINS.flatMap((domain) => LOSS_KINDS.filter((kind) => domainOf(kind) === domain));

let pictures: Map<string, string> | null = null;
function picturesOfAll(): Map<string, string> {
  pictures ??= new Map(
    IN_ORDER.map((kind) => {
      const domain = domainOf(kind);
      const { from, to, target, top } = SMALL[domain];
      const setup = setupOf(kind, domain, 'prediction', {});
      const xs = Array.from({ length: 41 }, (_, i) => from + ((to - from) * i) / 40);
      const base = target.map((_, i) => (i === 0 ? 0 : 0.5));
      const { loss } = alongAxis(setup, base, 0, target, xs);
      const low = Math.min(...loss);
      return [kind, smallPath(Array.from(loss), low, Math.min(low + top, Math.max(...loss)))];
    }),
  );
  return pictures;
}

/** Value and slope of all that is shown, over the same places. */
function useRows(setups: readonly LossSetup[], view: LossView): { loss: Row[]; slope: Row[] } {
  const { base, axis, target, domain } = view;
  const key = JSON.stringify([setups, base, axis, target, domain]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that is read.
  return useMemo(() => {
    // The very ends of a probability are clipped, with a slope that is the clip's, not the loss's.
    const inset = domain === 'probability' && view.over === 'prediction' ? 1e-6 : 0;
    const [from, to] = [view.range[0] + inset, view.range[1] - inset];
    const rows = (which: 'loss' | 'slope') =>
      sampleCurves(
        (xs) => setups.map((setup) => alongAxis(setup, base, axis, target, xs)[which]),
        from,
        to,
        // Fewer than the eye could use, so that the sliders stay light.
        { most: 200 },
      );
    return { loss: rows('loss'), slope: rows('slope') };
  }, [key]);
}

export default function LossesTab() {
  const names = useNames();
  const comparison = useComparison('losses', IN_ORDER, FIRST, fitsBeside);
  const { shown, focus } = comparison;
  const view = useLossView(focus);
  const nameOf = (kind: string) => names.of('loss', kind);
  const choices = useMemo<Choice[]>(
    () =>
      IN_ORDER.map((kind, i) => ({
        kind,
        name: names.of('loss', kind),
        path: picturesOfAll().get(kind) ?? '',
        apart: fitsBeside(kind, focus) ? null : names.word(`losses.apart.${domainOf(kind)}`),
        ...(i === 0 || domainOf(kind) !== domainOf(IN_ORDER[i - 1])
          ? { group: names.word(`losses.domain.${domainOf(kind)}`) }
          : {}),
      })),
    [names, focus],
  );
  const setups = shown.map(({ kind }) => setupOf(kind, view.domain, view.over, view.settingsFor(kind).spec));
  const rows = useRows(setups, view);
  const x = view.base[view.axis];
  const here = setups.map((setup) => {
    const { loss, slope } = alongAxis(setup, view.base, view.axis, view.target, [x]);
    return { loss: loss[0], slope: slope[0] };
  });
  const chosen = shown.findIndex(({ kind }) => kind === focus);
  const visible = (k: number) => !shown[k]?.hidden;
  const letter = names.word(`losses.letter.${view.letter}`, { index: INDEX[view.axis] });
  const curves = (which: 'loss' | 'slope'): PlotCurve[] =>
    shown.flatMap(({ kind, slot, hidden }, index) =>
      hidden
        ? []
        : [{ key: kind, index, name: nameOf(kind), ...SLOTS[slot], strong: kind === focus, here: here[index][which] }],
    );
  const axisOf = (which: 'loss' | 'slope') => {
    const [low, high] = extent(rows[which], visible) ?? [0, 1];
    const { most } = view;
    return roundAxis(Math.max(Math.min(low, 0), -most), Math.min(Math.max(high, 0.2), most));
  };
  const summary = (which: 'loss' | 'slope') => {
    const range = extent(rows[which], visible);
    return names.word(which === 'loss' ? 'losses.summaryLoss' : 'losses.summarySlope', {
      names: shown.map(({ kind }) => nameOf(kind)).join(', '),
      along: letter,
      from: measured(view.range[0]),
      to: measured(view.range[1]),
      low: measured(range?.[0] ?? Number.NaN),
      high: measured(range?.[1] ?? Number.NaN),
    });
  };
  const plot = {
    x: fixedAxis(view.range[0], view.range[1], 8),
    at: x,
    onMove: view.move,
    along: letter,
  };
  const own = view.settingsFor(focus);
  return (
    <div className={classes.bench}>
      <Chooser label={names.word('tabs.losses')} choices={choices} comparison={comparison} />
      <div className={classes.middle}>
        <Panel
          title={names.word('losses.plot')}
          note={names.word(`losses.note.${view.domain}`)}
          actions={
            view.domain === 'probability' && (
              <Segmented
                label={names.word('losses.over')}
                value={view.over}
                options={(['prediction', 'logit'] as const).map((value) => ({
                  value,
                  label: names.word(`losses.overs.${value}`),
                }))}
                onChange={(over) => functionsState.patch('losses', { over })}
              />
            )
          }
        >
          <ShownList comparison={comparison} nameOf={nameOf} />
          <CurvePlot
            {...plot}
            id="plot-loss"
            title={names.word('losses.value', { along: letter })}
            curves={curves('loss')}
            rows={rows.loss}
            y={axisOf('loss')}
            height={290}
            summary={summary('loss')}
          />
          <CurvePlot
            {...plot}
            id="plot-gradient"
            title={names.word('losses.slope', { along: letter })}
            curves={curves('slope')}
            rows={rows.slope}
            y={axisOf('slope')}
            height={200}
            summary={summary('slope')}
          />
          <LossControls view={view} names={names} />
          <div className={classes.controls}>
            <SettingFields tab="losses" kind={focus} settings={own.settings} values={own.values} />
          </div>
          <HereTable
            caption={names.word('losses.here', { along: letter, x: measured(x, 5) })}
            columns={['L', `∂L/∂${letter}`]}
            comparison={comparison}
            nameOf={nameOf}
            valuesOf={(kind) => {
              const values = here[shown.findIndex((one) => one.kind === kind)];
              return [values.loss, values.slope];
            }}
          />
        </Panel>
        {view.domain !== 'classes' && view.over === 'prediction' && (
          <LossPlane setup={setups[chosen]} view={view} name={nameOf(focus)} names={names} />
        )}
      </div>
      <div className={classes.side}>
        <LossWords setup={setups[chosen]} view={view} names={names} trainable={LOSSES[focus].trainable !== false} />
      </div>
    </div>
  );
}
