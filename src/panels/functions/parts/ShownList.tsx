/** The legend: what is in the plot, with its colour and dashes. Each can be talked about, hidden and taken away. */
import { IconEye, IconEyeOff, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Comparison, SLOTS } from '../comparison';
import classes from './parts.module.css';

interface ShownListProps {
  comparison: Comparison;
  nameOf(kind: string): string;
}

export function ShownList({ comparison, nameOf }: ShownListProps) {
  const { t } = useTranslation('functions');
  const { shown, focus } = comparison;
  return (
    <ul className={classes.shown} aria-label={t('compare.shown')}>
      {shown.map(({ kind, slot, hidden }) => {
        const name = nameOf(kind);
        return (
          <li key={kind} data-chosen={kind === focus} data-hidden={hidden}>
            <button
              type="button"
              className={classes.shownName}
              aria-current={kind === focus ? 'true' : undefined}
              onClick={() => comparison.look(kind)}
            >
              <Stroke slot={slot} />
              {name}
            </button>
            {shown.length > 1 && (
              <>
                {kind !== focus && (
                  <button
                    type="button"
                    className={classes.shownTool}
                    aria-pressed={hidden}
                    aria-label={t('compare.hide', { name })}
                    title={t('compare.hide', { name })}
                    onClick={() => comparison.hide(kind)}
                  >
                    {hidden ? <IconEyeOff size={14} aria-hidden /> : <IconEye size={14} aria-hidden />}
                  </button>
                )}
                <button
                  type="button"
                  className={classes.shownTool}
                  aria-label={t('compare.remove', { name })}
                  title={t('compare.remove', { name })}
                  onClick={() => comparison.toggle(kind)}
                >
                  <IconX size={14} aria-hidden />
                </button>
              </>
            )}
          </li>
        );
      })}
    </ul>
  );
}

/** A bit of the line as it is drawn. */
export function Stroke({ slot }: { slot: number }) {
  return (
    <svg width="26" height="6" viewBox="0 0 26 6" aria-hidden="true" className={classes.stroke}>
      <path d="M1 3H25" stroke={SLOTS[slot].color} strokeWidth="3" strokeDasharray={SLOTS[slot].dash} />
    </svg>
  );
}
