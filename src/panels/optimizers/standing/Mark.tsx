/** The line of a racer, as short as a letter: its colour and its dashes. */
import { racerColour, racerDash } from '../store';

export function Mark({ index }: { index: number }) {
  return (
    <svg width="22" height="8" viewBox="0 0 22 8" aria-hidden style={{ flex: 'none' }}>
      <line
        x1="1"
        x2="21"
        y1="4"
        y2="4"
        stroke={racerColour(index)}
        strokeWidth="3.2"
        strokeDasharray={racerDash(index).join(' ') || undefined}
      />
    </svg>
  );
}
