/** What one row draws of the connections beside it. The row says in words what it reads, so this is only a picture. */
import type { LanePart } from './connections';
import classes from './lanes.module.css';

/** Between two lanes, in CSS pixels. */
export const LANE = 8;
/** From the row's top edge to the middle of its first line. */
const MIDDLE = 18;

/** Room that lanes need at the left of the rows. */
export const laneRoom = (lanes: number) => (lanes === 0 ? 0 : lanes * LANE + 6);

export function Lanes({ parts, lanes }: { parts: readonly LanePart[]; lanes: number }) {
  if (parts.length === 0) return null;
  const width = laneRoom(lanes);
  return (
    <svg className={classes.lanes} width={width} style={{ left: -width - 1 }} aria-hidden="true">
      {parts.map(({ lane, above, below, begins, reads }) => {
        const x = width - 6 - (lane + 0.5) * LANE;
        return (
          <g key={lane}>
            {above && <line x1={x} y1="0" x2={x} y2={MIDDLE} />}
            {below && <line x1={x} y1={MIDDLE} x2={x} y2="100%" />}
            {(begins || reads) && <line x1={x} y1={MIDDLE} x2={width} y2={MIDDLE} />}
            {begins && <circle cx={x} cy={MIDDLE} r="2.5" />}
            {reads && <path d={`M ${width - 5} ${MIDDLE - 3.5} L ${width} ${MIDDLE} L ${width - 5} ${MIDDLE + 3.5}`} />}
          </g>
        );
      })}
    </svg>
  );
}
