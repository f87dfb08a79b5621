/** Reduce on plateau: a loss to drag, epoch by epoch, and what the rule makes of it. */
import { useMemo, useState } from 'react';
import { PLATEAU } from '@/core/schedules/rate';
import { Button, measured, Panel, PointPad } from '@/ui';
import { fixedAxis, logAxis } from '../model/axes';
import type { Row } from '../model/sample';
import { FIRST_LOSSES, plateauSettings, scheduleSettings, simulatePlateau } from '../model/schedules';
import { valuesIn } from '../model/settings';
import type { Names } from '../names';
import { CurvePlot } from '../parts/CurvePlot';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { SettingFields } from '../parts/SettingFields';
import { FactList, Words } from '../parts/Words';
import { functionsState, numberIn, say, useParams } from '../state';

const MOST = 2.5;
const patch = (changes: Record<string, string | null>) => functionsState.patch('schedules', changes);

/** The losses the address says, where it says all of them. */
function lossesIn(text: string | undefined): readonly number[] {
  const said = text?.split(',').map(Number) ?? [];
  return said.length === FIRST_LOSSES.length && said.every((loss) => loss >= 0 && loss <= MOST) ? said : FIRST_LOSSES;
}

export function PlateauView({ names }: { names: Names }) {
  const params = useParams('schedules');
  const [open, setOpen] = useState(false);
  const { word } = names;
  const text = params[`${PLATEAU}.losses`];
  const losses = useMemo(() => lossesIn(text), [text]);
  const rate = numberIn(params, `${PLATEAU}.rate`, 0.01, 1e-6, 10);
  const settings = scheduleSettings(PLATEAU);
  const values = valuesIn(params, PLATEAU, settings);
  const epochs = useMemo(() => simulatePlateau(losses, rate, plateauSettings(params)), [losses, rate, params]);
  const cuts = epochs.filter(({ cut }) => cut).map(({ epoch }) => epoch);
  const count = epochs.length;
  // An epoch is trained at one rate, from its beginning to its end.
  const rows: Row[] = epochs.flatMap((epoch, i): Row[] => {
    const level: Row[] = [
      { x: epoch.epoch - 1, y: [epoch.rate] },
      { x: epoch.epoch - 1e-6, y: [epoch.rate] },
    ];
    return epochs[i - 1]?.cut ? [{ x: epoch.epoch - 1 - 5e-7, y: [null] }, ...level] : level;
  });
  const last = epochs[count - 1].rate;
  const at = Math.round(numberIn(params, `${PLATEAU}.epoch`, 9, 1, count));
  const here = epochs[at - 1];
  const about = names.about('schedule', PLATEAU);
  return (
    <>
      <div className={classes.middle}>
        <Panel
          title={word('plateau.loss')}
          note={word('plateau.drag')}
          actions={
            text !== undefined && (
              <Button onClick={() => patch({ [`${PLATEAU}.losses`]: null })}>{word('plateau.restore')}</Button>
            )
          }
        >
          <PointPad
            label={word('plateau.loss')}
            points={losses.map((loss, i) => [i + 1, loss] as const)}
            onChange={(points) => patch({ [`${PLATEAU}.losses`]: points.map(([, loss]) => say(loss)).join(',') })}
            x={{ min: 0.5, max: count + 0.5 }}
            y={{ min: 0, max: MOST }}
            fixed
            height={210}
            writeX={(value) => word('plateau.epoch', { epoch: Math.max(1, Math.round(value - 0.01)) })}
            writeY={(value) => measured(value)}
            pointText={([epoch, loss]) => word('plateau.point', { epoch, loss: measured(loss) })}
          />
        </Panel>
        <Panel title={word('plateau.rate')}>
          <CurvePlot
            id="plot-plateau"
            title={word('schedules.rate')}
            curves={[
              {
                key: PLATEAU,
                index: 0,
                name: names.of('schedule', PLATEAU),
                color: 'var(--run-1)',
                strong: true,
                here: here.rate,
              },
            ]}
            rows={rows}
            x={fixedAxis(0, count, 10)}
            y={logAxis(last, rate)}
            at={at - 0.5}
            onMove={(x) => patch({ [`${PLATEAU}.epoch`]: String(Math.min(count, Math.floor(x) + 1)) })}
            step={1}
            along={word('plateau.epochs')}
            height={210}
            summary={word('plateau.summary', { cuts: cuts.length, first: measured(rate), last: measured(last) })}
          />
          <div className={classes.controls}>
            <RangeField
              id="plateau-rate"
              label={word('plateau.start')}
              value={rate}
              onChange={(value) => patch({ [`${PLATEAU}.rate`]: say(value) })}
              min={1e-4}
              max={1}
              least={1e-6}
              most={10}
              log
            />
            <SettingFields tab="schedules" kind={PLATEAU} settings={settings} values={values} />
          </div>
          <details
            className={classes.more}
            style={{ marginTop: 12 }}
            onToggle={(event) => setOpen(event.currentTarget.open)}
          >
            <summary>{word('plateau.table')}</summary>
            {open && (
              <div className={classes.here}>
                <table>
                  <thead>
                    <tr>
                      {['epochs', 'lossShort', 'rateShort', 'wait'].map((key) => (
                        <th key={key} scope="col">
                          {word(`plateau.${key}`)}
                        </th>
                      ))}
                    </tr>
                  </thead>
                  <tbody>
                    {epochs.map((row) => (
                      <tr key={row.epoch} data-chosen={row.cut}>
                        <td className="num">{row.epoch}</td>
                        <td className="num">{measured(row.loss)}</td>
                        <td className="num">{measured(row.rate)}</td>
                        <td className="num">{row.cut ? word('plateau.cut') : row.wait}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </details>
        </Panel>
      </div>
      <div className={classes.side}>
        <Panel title={names.of('schedule', PLATEAU)}>
          {about && <p className={classes.about}>{about}</p>}
          <p className={classes.about}>
            {word(
              here.cut
                ? 'plateau.story.cut'
                : here.improved
                  ? 'plateau.story.better'
                  : here.cooling
                    ? 'plateau.story.cooling'
                    : 'plateau.story.waiting',
              {
                epoch: at,
                wait: here.wait,
                patience: Number(values.patience),
              },
            )}
          </p>
          <FactList
            facts={[
              { name: word('plateau.cuts'), value: cuts.length === 0 ? word('plateau.none') : cuts.join(', ') },
              {
                name: word('schedules.facts.ends'),
                value: word('facts.fromTo', { from: measured(rate), to: measured(last) }),
              },
            ]}
          />
        </Panel>
        <Panel title={word('words.title')}>
          <Words use={names.use('schedule', PLATEAU)} wrong={names.wrong('schedule', PLATEAU)} />
        </Panel>
      </div>
    </>
  );
}
