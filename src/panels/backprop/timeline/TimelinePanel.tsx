/** The one timeline: forward, loss, backward and update at the person's pace, both ways, by button, key or drag. */
import { memo, useMemo, useRef } from 'react';
import { buildTimeline, GRANULARITIES, type Granularity, type Timeline, translate } from '@/core/interpreter/timeline';
import { PHASE_COLOR } from '@/theme';
import { Scrubber, Segmented } from '@/ui';
import { RateField } from '../changes/RateField';
import { described } from '../detail/shown';
import layoutCss from '../layout.module.css';
import { short } from '../model/format';
import { valueAt } from '../model/moment';
import partsCss from '../parts.module.css';
import { PracticeButtons } from '../practice/PracticeButtons';
import { PACES, useSession, walkTo } from '../session';
import { type Stepper, useScene, useStepper } from '../stepper';
import { say, useWords, type Words } from '../words';
import { History } from './History';
import { Transport } from './Transport';
import timelineCss from './timeline.module.css';
import { useKeys, usePlayback, useWheel } from './usePlayback';

const set = useSession.setState;

function titleOf(words: Words, stepper: Stepper): string {
  const { step } = stepper;
  const title = say(words, described(stepper, null).title);
  return step === null ? title : `${words(`phase.${step.phase}`)} · ${title}`;
}

/** What is said aloud of the step: where it is, what happens and why, and the number that came of it. */
function announcement(words: Words, stepper: Stepper): string {
  const { focus, timeline, moment } = stepper;
  const { position } = moment;
  const place = words('timeline.valueText', { position, count: timeline.length, title: titleOf(words, stepper) });
  const value = focus === null ? null : valueAt(moment, focus.node, focus.element);
  const result = value === null ? '' : `${words('detail.result')}: ${short(value)}`;
  return [place, say(words, described(stepper, null).sentence), result].filter(Boolean).join(' · ');
}

export function TimelinePanel() {
  const words = useWords();
  const stepper = useStepper();
  const { timeline, moment } = stepper;
  const { position } = moment;
  const playing = useSession((s) => s.playing);
  const selected = useSession((s) => s.selection !== null);
  usePlayback(timeline.length);
  useKeys(timeline);
  const bar = useRef<HTMLDivElement>(null);
  useWheel(bar, timeline.length);

  const stretches = useMemo(
    () => [
      { start: 0, count: 1, label: '', color: 'var(--line3)' },
      ...timeline.phases.map(({ phase, first, length }) => ({
        start: first,
        count: length,
        label: words(`phase.${phase}`),
        color: PHASE_COLOR[phase],
      })),
    ],
    [timeline, words],
  );
  const go = (to: number, dragging: boolean) => walkTo(to, timeline.length, dragging);
  const title = titleOf(words, stepper);
  return (
    <section className={`ui-panel ${layoutCss.timeline}`} aria-label={words('timeline.label')} id="stepper-timeline">
      <div className={timelineCss.controls}>
        <Transport
          length={timeline.length}
          atStart={position === 0}
          atEnd={position >= timeline.length}
          playing={playing}
        />
        <span className={partsCss.pill} id="stepper-position">
          <span className={partsCss.pillWord}>{words('timeline.position.before')} </span>
          <b className="num" data-total={` / ${timeline.length}`}>
            {position}
          </b>
          <span className={partsCss.pillWord}> {words('timeline.position.after', { count: timeline.length })}</span>
        </span>
        <Settings timeline={timeline} />
      </div>
      <div ref={bar}>
        <Scrubber
          label={words('timeline.label')}
          count={timeline.length + 1}
          value={position}
          onChange={go}
          valueText={words('timeline.valueText', { position, count: timeline.length, title })}
          stretches={stretches}
          page={1}
        />
      </div>
      <div className="ui-hidden" role="status">
        {!playing && !selected ? announcement(words, stepper) : ''}
      </div>
    </section>
  );
}

/** What stays as it is from step to step: the size of a step, iterations, learning rate, practice, and the pace. */
const Settings = memo(function Settings({ timeline }: { timeline: Timeline }) {
  const words = useWords();
  const { graph } = useScene();
  const pace = useSession((s) => s.pace);
  const change = (granularity: Granularity) => {
    const next = buildTimeline(graph, granularity);
    set(({ position }) => ({ granularity, position: translate(timeline, Math.min(position, timeline.length), next) }));
  };
  return (
    <>
      <Segmented
        label={words('timeline.granularity')}
        className={timelineCss.granularity}
        options={GRANULARITIES.map((value) => ({ value, label: words(`granularity.${value}`) }))}
        value={timeline.granularity}
        onChange={change}
      />
      <label className={timelineCss.granularitySelect}>
        <span className="ui-hidden">{words('timeline.granularity')}</span>
        <select value={timeline.granularity} onChange={(event) => change(event.target.value as Granularity)}>
          {GRANULARITIES.map((value) => (
            <option key={value} value={value}>
              {words(`granularity.${value}`)}
            </option>
          ))}
        </select>
      </label>
      <History />
      <RateField id="stepper-rate" />
      <span className={timelineCss.hint}>{words('timeline.hint')}</span>
      <PracticeButtons />
      <label className={timelineCss.pace}>
        <span className="ui-hidden">{words('timeline.pace')}</span>
        <select id="stepper-pace" value={pace} onChange={(event) => set({ pace: Number(event.target.value) })}>
          {PACES.map((value) => (
            <option key={value} value={value}>
              {words('timeline.perSecond', { rate: value })}
            </option>
          ))}
        </select>
      </label>
    </>
  );
});
