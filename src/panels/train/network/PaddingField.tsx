/** Padding: by name, or as numbers of cells for each side. */
import { useTranslation } from 'react-i18next';
import { SelectField } from '@/parts/settings/SelectField';
import { NumberField } from '@/ui';
import type { PaddingSetting } from './layerFields';
import classes from './network.module.css';
import type { FieldProps } from './SettingFields';
import { useNames } from './useNames';

const EXPLICIT = 'explicit';
const MOST = 1024;

type Sides = [number, number][];

/** Before and after along each axis, whatever short form it is written in. */
export function sidesOf(value: unknown, axes: 1 | 2): Sides {
  const list = Array.isArray(value) ? value : Array.from({ length: axes }, () => value);
  return Array.from({ length: axes }, (_, axis): [number, number] => {
    const [before, after = before] = [list[axis] ?? 0].flat().map(Number);
    return Number.isFinite(before) && Number.isFinite(after) ? [before, after] : [0, 0];
  });
}

/** The shortest way to write it: one number for an axis whose sides are alike. */
export const asPadding = (sides: Sides): (number | [number, number])[] | [number, number][] =>
  sides.every(([before, after]) => before === after) ? sides.map(([before]) => before) : sides;

const SIDES = [
  ['top', 'bottom'],
  ['left', 'right'],
] as const;

export function PaddingField({ id, label, field, value, hint, onChange }: FieldProps & { field: PaddingSetting }) {
  const { t } = useTranslation('train');
  const names = useNames();
  const { axes, values } = field;
  const named = typeof value === 'string';
  const sides = sidesOf(named ? 0 : value, axes);
  const change = (axis: number, side: 0 | 1, next: number) => {
    const changed = sides.map((pair, i): [number, number] => {
      if (i !== axis) return pair;
      return side === 0 ? [next, pair[1]] : [pair[0], next];
    });
    onChange(asPadding(changed));
  };
  const words = axes === 1 ? [SIDES[1]] : SIDES;
  return (
    <>
      {values.length > 0 && (
        <SelectField
          id={id}
          label={label}
          value={named ? value : EXPLICIT}
          options={[...values, EXPLICIT].map((choice) => ({ value: choice, label: names.choice(choice) }))}
          hint={named ? hint : undefined}
          onChange={(chosen) => onChange(chosen === EXPLICIT ? asPadding(sidesOf(1, axes)) : chosen)}
        />
      )}
      {!named && (
        <fieldset className={classes.sides}>
          <legend className={values.length > 0 ? 'ui-hidden' : undefined}>{label}</legend>
          {words.flatMap((pair, axis) =>
            pair.map((side, i) => (
              <NumberField
                key={side}
                id={`${id}-${side}`}
                label={t(`network.side.${axes === 1 ? (i === 0 ? 'before' : 'after') : side}`)}
                value={sides[axis][i]}
                min={0}
                max={MOST}
                integer
                hint={axis === words.length - 1 && i === 1 ? hint : undefined}
                onChange={(next) => change(axis, i as 0 | 1, next)}
              />
            )),
          )}
        </fieldset>
      )}
    </>
  );
}
