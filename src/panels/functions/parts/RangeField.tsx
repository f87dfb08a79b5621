/** A number to slide or to type. With `log`, the slider runs over powers of ten. */
import { useId } from 'react';
import { NumberField, writeNumber } from '@/ui';
import classes from './parts.module.css';

export interface RangeFieldProps {
  label: string;
  value: number;
  onChange(value: number): void;
  /** Ends of the slider. */
  min: number;
  max: number;
  /** Ends of what may be typed; those of the slider unless said. */
  least?: number;
  most?: number;
  log?: boolean;
  integer?: boolean;
  /** Of the slider; about two hundred places unless said. */
  step?: number;
  id?: string;
}

const PLACES = 200;
const rounded = (value: number) => Number(value.toPrecision(3));

export function RangeField(props: RangeFieldProps) {
  const { label, value, onChange, min, max, log = false, integer, id } = props;
  const ownId = useId();
  const field = id ?? ownId;
  const step = props.step ?? (integer ? Math.max(1, Math.round((max - min) / PLACES)) : (max - min) / PLACES);
  const inside = Math.min(max, Math.max(min, value));
  // A range that begins at 0 has its own first place for it.
  const floor = min > 0 ? min : max / 1e6;
  const place = !log
    ? inside
    : inside < floor
      ? 0
      : 1 + (Math.log(inside / floor) / Math.log(max / floor)) * (PLACES - 1);
  const valueAt = (at: number) => {
    if (!log) return Number(at.toPrecision(6));
    if (at < 1 && min <= 0) return min;
    const raw = rounded(floor * (max / floor) ** (Math.max(0, at - 1) / (PLACES - 1)));
    return integer ? Math.round(raw) : raw;
  };
  return (
    <div className={classes.range}>
      <NumberField
        id={field}
        label={label}
        value={value}
        onChange={onChange}
        min={props.least ?? min}
        max={props.most ?? max}
        integer={integer}
        step={log ? 'log' : step}
      />
      <input
        type="range"
        aria-label={label}
        aria-valuetext={writeNumber(value)}
        min={log ? (min > 0 ? 1 : 0) : min}
        max={log ? PLACES : max}
        step={log ? 1 : step}
        value={place}
        onChange={(event) => onChange(valueAt(Number(event.target.value)))}
      />
    </div>
  );
}
