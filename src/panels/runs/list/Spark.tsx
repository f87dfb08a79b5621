/** The training loss in a stroke, to recognise a run by. Its numbers are beside it, so that it is only a picture. */
const WIDTH = 84;
const HEIGHT = 30;

export function Spark({ values }: { values: readonly (number | null)[] }) {
  const known = values.filter((value) => value !== null);
  const top = Math.max(...known, Number.MIN_VALUE);
  const points = values.flatMap((value, index) =>
    value === null
      ? []
      : [
          `${((index / Math.max(1, values.length - 1)) * WIDTH).toFixed(1)},${((1 - value / top) * (HEIGHT - 4) + 2).toFixed(1)}`,
        ],
  );
  return (
    <svg width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <polyline points={points.join(' ')} fill="none" stroke="var(--fwd)" strokeWidth="1.4" strokeLinejoin="round" />
    </svg>
  );
}
