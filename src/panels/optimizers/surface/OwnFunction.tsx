/** A surface that is typed in. As long as it cannot be read, the last one that could stays on the map. */
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readSurface } from '@/core/racing/ownSurface';
import type { SurfaceSpec, Window } from '@/core/racing/types';
import { Examples } from '@/parts/expression/Examples';
import { ExpressionField, WRITTEN } from '@/parts/expression/ExpressionField';
import { editRace, useOptimizers } from '../store';
import classes from './surface.module.css';

type OwnSpec = Extract<SurfaceSpec, { text: string }>;

const EXAMPLES = [
  'x^2 / 8 + y^2 + sin(3 * x) * sin(3 * y)',
  'log(1 + x^2 + 20 * y^2)',
  'abs(x) + 3 * abs(y)',
  'sqrt(x - y^2)',
  '(x^2 - 1)^2 + (y - x / 2)^2',
] as const;
/** Places looked at, along each side, for holes. */
const LOOKS = 24;

/** Whether f has no value somewhere in the window. */
function hasHoles(value: (x: number, y: number) => number, { x, y }: Window): boolean {
  for (let i = 0; i <= LOOKS; i++) {
    for (let j = 0; j <= LOOKS; j++) {
      const at = value(x[0] + (i / LOOKS) * (x[1] - x[0]), y[0] + (j / LOOKS) * (y[1] - y[0]));
      if (!Number.isFinite(at)) return true;
    }
  }
  return false;
}

export function OwnFunction({ spec }: { spec: OwnSpec }) {
  const { t } = useTranslation('optimizers');
  const window = useOptimizers(({ document }) => document.window);
  const [text, setText] = useState(spec.text);
  // Undone, or come with a link: what is raced on is what is written here.
  useEffect(() => setText(spec.text), [spec.text]);
  const read = useMemo(() => readSurface(text, spec.window), [text, spec.window]);
  const holes = useMemo(() => 'surface' in read && hasHoles(read.surface.value, window), [read, window]);
  const type = (next: string) => {
    setText(next);
    if ('surface' in readSurface(next, spec.window)) editRace({ surface: { ...spec, text: next } }, 'own');
  };
  return (
    <div className={classes.own}>
      <ExpressionField
        id="own-surface"
        label={t('own.label')}
        value={text}
        fault={'fault' in read ? read.fault : null}
        known="x, y, pi"
        onChange={type}
      />
      {holes && (
        <p className={classes.holes} role="note">
          {t('own.holes')}
        </p>
      )}
      <div className={classes.below}>
        <Examples label={t('own.examples')} examples={EXAMPLES} text={text} onChoose={type} />
        <details className={classes.written}>
          <summary id="own-written">{t('own.written')}</summary>
          <p>
            {t('own.signs')} <code>{WRITTEN}</code>
          </p>
        </details>
      </div>
    </div>
  );
}
