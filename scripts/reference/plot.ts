/** Small line plots as SVG: axes, a few labels, one polyline a curve. They are read on light and on dark pages. */

export interface Curve {
  label: string;
  at(x: number): number;
  dashed?: boolean;
}

export interface PlotOptions {
  from: number;
  to: number;
  /** Shown range of values; as large as the curves need when left out. */
  low?: number;
  high?: number;
}

const WIDTH = 360;
const HEIGHT = 200;
const MARGIN = { left: 44, right: 12, top: 12, bottom: 40 };
const POINTS = 240;

const text = (value: number) => String(Number(value.toPrecision(3))).replace('-', '−');
const escaped = (label: string) => label.replace(/[&<>]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c]!);

/** Pieces of a curve between jumps, holes and the edges of the plot, as points. */
function pieces({ at }: Curve, { from, to }: PlotOptions, low: number, high: number): [number, number][][] {
  const runs: [number, number][][] = [[]];
  let before: number | null = null;
  for (let i = 0; i <= POINTS; i++) {
    const x = from + ((to - from) * i) / POINTS;
    const y = at(x);
    const room = (high - low) * 0.02;
    const shown = Number.isFinite(y) && y >= low - room && y <= high + room;
    const broken = !shown || (before !== null && Math.abs(y - before) > (high - low) * 0.4);
    if (broken && runs[runs.length - 1].length > 0) runs.push([]);
    if (shown) runs[runs.length - 1].push([x, y]);
    before = shown ? y : null;
  }
  return runs.filter((run) => run.length > 0);
}

function extent(curves: readonly Curve[], { from, to, low, high }: PlotOptions): [number, number] {
  const values = curves.flatMap(({ at }) =>
    Array.from({ length: POINTS + 1 }, (_, i) => at(from + ((to - from) * i) / POINTS)),
  );
  const finite = values.filter(Number.isFinite);
  const least = low ?? Math.min(0, ...finite);
  const most = high ?? Math.max(0, ...finite);
  return least === most ? [least - 1, most + 1] : [least, most];
}

/** The SVG text of a plot. */
export function plot(title: string, curves: readonly Curve[], options: PlotOptions): string {
  const { from, to } = options;
  const [low, high] = extent(curves, options);
  const x = (value: number) => MARGIN.left + ((value - from) / (to - from)) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (value: number) =>
    HEIGHT - MARGIN.bottom - ((value - low) / (high - low)) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const at = (px: number) => px.toFixed(1);
  const zero = low <= 0 && high >= 0 ? 0 : low;
  const lines = curves.flatMap((curve, i) =>
    pieces(curve, options, low, high).map(
      (run) =>
        `<polyline class="c${i}${curve.dashed ? ' d' : ''}" points="${run.map(([a, b]) => `${at(x(a))},${at(y(Math.min(Math.max(b, low), high)))}`).join(' ')}"/>`,
    ),
  );
  const legend = curves.map(
    ({ label, dashed }, i) =>
      `<path class="c${i}${dashed ? ' d' : ''}" d="M${MARGIN.left + i * 130} ${HEIGHT - 10}h18"/>` +
      `<text x="${MARGIN.left + 24 + i * 130}" y="${HEIGHT - 6}">${escaped(label)}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    '<style>text{font:11px sans-serif;fill:#5d6474}polyline,path{fill:none;stroke-width:2}.a{stroke:#8b92a3;stroke-width:1}',
    '.c0{stroke:#3659d9}.c1{stroke:#c2255c}.c2{stroke:#2b8a3e}.d{stroke-dasharray:5 4}',
    '@media (prefers-color-scheme:dark){text{fill:#aab1c2}.c0{stroke:#8fa8ff}.c1{stroke:#ff8fb3}.c2{stroke:#7bd88f}}</style>',
    `<path class="a" d="M${MARGIN.left} ${at(y(zero))}H${WIDTH - MARGIN.right}M${at(x(Math.min(Math.max(0, from), to)))} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}"/>`,
    `<text x="${MARGIN.left - 6}" y="${at(y(high) + 4)}" text-anchor="end">${text(high)}</text>`,
    `<text x="${MARGIN.left - 6}" y="${at(y(low) + 4)}" text-anchor="end">${text(low)}</text>`,
    `<text x="${MARGIN.left}" y="${HEIGHT - MARGIN.bottom + 15}">${text(from)}</text>`,
    `<text x="${WIDTH - MARGIN.right}" y="${HEIGHT - MARGIN.bottom + 15}" text-anchor="end">${text(to)}</text>`,
    ...lines,
    ...legend,
    '</svg>',
    '',
  ].join('\n');
}
