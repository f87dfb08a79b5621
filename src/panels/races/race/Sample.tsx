/** A piece of a lane's line, with its colour and dash. */
import { seriesMark } from '@/theme/marks';

export function Sample({ lane }: { lane: number }) {
  const { color, dash } = seriesMark(lane);
  return (
    <svg width="26" height="8" aria-hidden="true">
      <line x1="0" x2="26" y1="4" y2="4" stroke={color} strokeWidth="2.4" strokeDasharray={dash} />
    </svg>
  );
}
