/** One schedule in words: its formula at the step, how the rate goes over the run, and what to know about it. */
import { useMemo } from 'react';
import type { Schedule } from '@/core/schedules';
import { measured, Panel } from '@/ui';
import { rateFacts, scheduleLine } from '../model/schedules';
import type { Names } from '../names';
import { Formulas, texNumber } from '../parts/Formulas';
import classes from '../parts/parts.module.css';
import { FactList, Words } from '../parts/Words';

interface ScheduleWordsProps {
  schedule: Schedule;
  kind: string;
  t: number;
  steps: number;
  names: Names;
  write(step: number): string;
}

export function ScheduleWords({ schedule, kind, t, steps, names, write }: ScheduleWordsProps) {
  const facts = useMemo(() => rateFacts(schedule, steps), [schedule, steps]);
  const about = names.about('schedule', kind);
  const { word } = names;
  return (
    <>
      <Panel title={names.of('schedule', kind)} id="formulas">
        {about && <p className={classes.about}>{about}</p>}
        <Formulas
          lines={[scheduleLine(schedule, t, texNumber)]}
          note={schedule.warmupSteps > 0 ? word('schedules.warmupNote') : undefined}
        />
      </Panel>
      <Panel title={word('words.title')}>
        <Words use={names.use('schedule', kind)} wrong={names.wrong('schedule', kind)} />
      </Panel>
      <Panel title={word('facts.title')} note={word('facts.note')}>
        <FactList
          facts={[
            {
              name: word('schedules.facts.ends'),
              value: word('facts.fromTo', { from: measured(facts.first), to: measured(facts.last) }),
            },
            {
              name: word('schedules.facts.highest'),
              value: word('schedules.facts.atStep', { value: measured(facts.highest), step: write(facts.highestAt) }),
            },
            {
              name: word('schedules.facts.halved'),
              value:
                facts.halvedAt === null
                  ? word('schedules.facts.never')
                  : word('schedules.facts.step', { step: write(facts.halvedAt) }),
            },
            { name: word('schedules.facts.mean'), value: measured(facts.mean) },
          ]}
        />
      </Panel>
    </>
  );
}
