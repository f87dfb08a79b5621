/**
 * The iterations so far, with the loss of each: choosing one goes back to where it began, and forward again until
 * another update is applied.
 */
import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { Button } from '@/ui';
import { returnTo } from '../actions';
import { short } from '../model/format';
import partsCss from '../parts.module.css';
import { type AppliedUpdate, useSession } from '../session';
import { useScene } from '../stepper';
import { useWords } from '../words';
import timelineCss from './timeline.module.css';

export function History() {
  const words = useWords();
  const { traced } = useScene();
  const applied = useSession((s) => s.applied);
  const undone = useSession((s) => s.undone);
  const [open, setOpen] = useState(false);
  const all = [...applied, ...undone.toReversed()];
  const now = words('history.now', { n: traced.checkpoint.step + 1 });
  return (
    <Popover id="stepper-iteration" opened={open} onChange={setOpen} position="top-start" withinPortal shadow="md">
      <Popover.Target>
        <Button
          className={timelineCss.iteration}
          title={words('history.open')}
          aria-expanded={open}
          onClick={() => setOpen(!open)}
        >
          {now}
          <IconChevronDown size={14} aria-hidden="true" />
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <div className={timelineCss.history}>
          <h3>{words('history.title')}</h3>
          {all.length === 0 ? (
            <p className="small muted">{words('history.empty')}</p>
          ) : (
            <>
              {all.length > 1 && <Losses updates={all} here={applied.length} />}
              <ol>
                {all.map((update, i) => (
                  <li key={`${update.step} ${i}`}>
                    <Row update={update} here={i === applied.length} index={i} />
                  </li>
                ))}
                <li>
                  <button
                    type="button"
                    className={timelineCss.historyRow}
                    aria-current={undone.length === 0 ? 'step' : undefined}
                    onClick={() => void returnTo(all.length)}
                  >
                    <span>{words('history.now', { n: all[all.length - 1].step + 1 })}</span>
                    <span className={partsCss.pillWord}>{undone.length === 0 ? words('history.here') : ''}</span>
                  </button>
                </li>
              </ol>
              {undone.length > 0 && <p className="small muted">{words('history.note')}</p>}
            </>
          )}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}

function Row({ update, here, index }: { update: AppliedUpdate; here: boolean; index: number }) {
  const words = useWords();
  const { step, lossBefore, lossAfter, learningRate, choice } = update;
  const [before, after, rate] = [lossBefore, lossAfter, learningRate].map(short);
  return (
    <button
      type="button"
      className={timelineCss.historyRow}
      aria-current={here ? 'step' : undefined}
      aria-label={`${words('history.row', { n: step, before, after, rate })}${here ? `, ${words('history.here')}` : ''}`}
      onClick={() => void returnTo(index)}
    >
      <span>{words('history.now', { n: step })}</span>
      <span className="num">
        {before} → {after}
      </span>
      <span className="small muted">
        {words('history.rate', { rate })} · {words('history.samples', { count: choice.indices.length })}
      </span>
    </button>
  );
}

const CURVE = { width: 260, height: 44, edge: 4 };

/** The losses as a small curve; a point marks where it stands now. */
function Losses({ updates, here }: { updates: readonly AppliedUpdate[]; here: number }) {
  const words = useWords();
  const losses = [...updates.map((update) => update.lossBefore), updates[updates.length - 1].lossAfter];
  const finite = losses.filter(Number.isFinite);
  const [least, most] = [Math.min(...finite), Math.max(...finite)];
  const { width, height, edge } = CURVE;
  const points = losses.map((loss, i) => ({
    x: edge + (i / (losses.length - 1)) * (width - 2 * edge),
    y: height - edge - ((loss - least) / (most - least || 1)) * (height - 2 * edge),
  }));
  const drawn = points.filter(({ y }) => Number.isFinite(y));
  const at = points[here];
  return (
    <svg
      className={timelineCss.losses}
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label={words('history.curve', { values: losses.map(short).join(', ') })}
    >
      <polyline points={drawn.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {at && Number.isFinite(at.y) && <circle cx={at.x} cy={at.y} r={3.5} />}
    </svg>
  );
}
