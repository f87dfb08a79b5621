/**
 * A timeline to drag: one place among `count`, in stretches of different colours (the phases of a step). Up to some
 * eighty places are drawn one by one, more as bars. What lies ahead is pale.
 */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export interface ScrubberStretch {
  /** First place, and how many. */
  start: number;
  count: number;
  label: string;
  color: string;
}

export interface ScrubberProps {
  label: string;
  /** Places are 0 to count − 1. */
  count: number;
  value: number;
  /** `dragging`: the pointer goes on with the button held, or a key is. */
  onChange(value: number, dragging: boolean): void;
  /** Words for the place, read aloud. */
  valueText: string;
  stretches: readonly ScrubberStretch[];
  disabled?: boolean;
  /** How far PageUp and PageDown go; a tenth of all unless said. */
  page?: number;
  /** Never one by one, however few. */
  asBars?: boolean;
}

const MOST_BLOCKS = 80;

export function Scrubber({
  label,
  count,
  value,
  onChange,
  valueText,
  stretches,
  disabled = false,
  asBars = false,
  ...rest
}: ScrubberProps) {
  const track = useRef<HTMLDivElement>(null);
  const go = (next: number, dragging: boolean) => {
    const place = Math.min(count - 1, Math.max(0, next));
    if (!disabled && place !== value) onChange(place, dragging);
  };
  const follow = (event: PointerEvent, dragging: boolean) => {
    const box = track.current?.getBoundingClientRect();
    if (box && box.width > 0) go(Math.floor(((event.clientX - box.left) / box.width) * count), dragging);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = rest.page ?? Math.max(1, Math.round(count / 10));
    const targets: Record<string, number> = {
      ArrowLeft: value - 1,
      ArrowDown: value - 1,
      ArrowRight: value + 1,
      ArrowUp: value + 1,
      PageDown: value - page,
      PageUp: value + page,
      Home: 0,
      End: count - 1,
    };
    const target = targets[event.key];
    if (target === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    go(target, event.repeat);
  };
  const blocks = count <= MOST_BLOCKS && !asBars;
  return (
    <div
      className="ui-scrubber"
      role="slider"
      tabIndex={disabled ? -1 : 0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={count - 1}
      aria-valuenow={value}
      aria-valuetext={valueText}
      aria-disabled={disabled}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        follow(event, false);
      }}
      onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event, true)}
    >
      <div className="ui-scrubber-track" ref={track}>
        {stretches.map((stretch) => (
          <div
            key={stretch.start}
            className="ui-scrubber-stretch"
            style={{ flexGrow: stretch.count, color: stretch.color }}
          >
            {blocks ? (
              Array.from({ length: stretch.count }, (_, i) => (
                <span
                  key={i}
                  className={
                    stretch.start + i === value ? 'is-here' : stretch.start + i < value ? 'is-past' : 'is-ahead'
                  }
                />
              ))
            ) : (
              <span className="is-ahead is-bar">
                <span
                  className="is-past"
                  style={{ width: `${Math.min(1, Math.max(0, (value + 1 - stretch.start) / stretch.count)) * 100}%` }}
                />
              </span>
            )}
          </div>
        ))}
        {!blocks && <span className="ui-scrubber-thumb" style={{ left: `${((value + 0.5) / count) * 100}%` }} />}
      </div>
      <div className="ui-scrubber-names" aria-hidden="true">
        {stretches.map((stretch) => (
          <span key={stretch.start} style={{ flexGrow: stretch.count, color: stretch.color }}>
            {stretch.label}
          </span>
        ))}
      </div>
    </div>
  );
}
