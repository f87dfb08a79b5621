/** All there is to look at, each with a small picture of its curve; one is talked about, several can be compared. */
import { IconCheck, IconPlus } from '@tabler/icons-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Comparison } from '../comparison';
import { SLOTS } from '../comparison';
import classes from './chooser.module.css';

export interface Choice {
  kind: string;
  name: string;
  /** A small picture: an SVG path in a box of 44 by 30; several for steps. Empty without one. */
  path: string;
  /** Why it cannot stand beside what is shown; null when it can. */
  apart: string | null;
  /** Starts a group of its own, with this heading. */
  group?: string;
}

export const BOX = { width: 44, height: 30 };

/** Values of a curve as the path of a small picture; nulls are gaps. */
export function smallPath(values: readonly (number | null)[], low?: number, high?: number): string {
  const seen = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  if (seen.length === 0) return '';
  const bottom = low ?? seen.reduce((a, b) => Math.min(a, b));
  const top = high ?? seen.reduce((a, b) => Math.max(a, b));
  const span = top - bottom || 1;
  const level = top === bottom ? 0.5 : null;
  let pen = false;
  return values
    .map((value, i) => {
      if (value === null || !Number.isFinite(value)) {
        pen = false;
        return '';
      }
      const share = level ?? Math.min(1.2, Math.max(-0.2, (value - bottom) / span));
      const x = 2 + (i / (values.length - 1)) * (BOX.width - 4);
      const y = BOX.height - 3 - share * (BOX.height - 6);
      const command = pen ? 'L' : 'M';
      pen = true;
      return `${command}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
}

interface ChooserProps {
  label: string;
  choices: readonly Choice[];
  comparison: Comparison;
}

export function Chooser({ label, choices, comparison }: ChooserProps) {
  const list = useRef<HTMLUListElement>(null);
  const { focus } = comparison;
  useEffect(() => {
    const frame = list.current;
    const chosen = frame?.querySelector<HTMLElement>(`[data-kind="${CSS.escape(focus)}"]`);
    if (!frame || !chosen) return;
    // By hand, as scrollIntoView would move the page too.
    const across = chosen.offsetLeft + chosen.offsetWidth - frame.clientWidth;
    if (frame.scrollLeft < across || frame.scrollLeft > chosen.offsetLeft) frame.scrollLeft = chosen.offsetLeft - 40;
    const down = chosen.offsetTop + chosen.offsetHeight - frame.clientHeight;
    if (frame.scrollTop < down || frame.scrollTop > chosen.offsetTop) frame.scrollTop = chosen.offsetTop - 60;
  }, [focus]);
  return (
    <nav className={classes.chooser} aria-label={label}>
      <ul ref={list}>
        {choices.map((choice) => (
          <ChoiceItem key={choice.kind} choice={choice} comparison={comparison} />
        ))}
      </ul>
    </nav>
  );
}

function ChoiceItem({ choice, comparison }: { choice: Choice; comparison: Comparison }) {
  const { t } = useTranslation('functions');
  const { kind, name, path, apart, group } = choice;
  const { focus, full, shown } = comparison;
  const here = shown.find((one) => one.kind === kind);
  const chosen = kind === focus;
  const reason = here ? null : (apart ?? (full ? t('compare.full') : null));
  return (
    <li data-kind={kind}>
      {group !== undefined && <h2 className={classes.group}>{group}</h2>}
      <div className={classes.tile} data-chosen={chosen}>
        <button
          type="button"
          id={`function-${kind}`}
          className={classes.tileMain}
          aria-current={chosen ? 'true' : undefined}
          onClick={() => comparison.look(kind)}
        >
          <svg
            viewBox={`0 0 ${BOX.width} ${BOX.height}`}
            width={BOX.width}
            height={BOX.height}
            aria-hidden="true"
            style={here && { color: SLOTS[here.slot].color }}
          >
            <path d={path} />
          </svg>
          <span>{name}</span>
        </button>
        <button
          type="button"
          className={classes.tileAdd}
          aria-pressed={here !== undefined}
          aria-label={t('compare.with', { name })}
          title={reason ?? t('compare.with', { name })}
          disabled={reason !== null || (here !== undefined && shown.length === 1)}
          onClick={() => comparison.toggle(kind)}
        >
          {here ? <IconCheck size={14} stroke={2.4} aria-hidden /> : <IconPlus size={14} stroke={2} aria-hidden />}
        </button>
      </div>
    </li>
  );
}
