/** Lines of LaTeX as pages show them. */

export { linesOf } from '@/core/graph/lines';

/** Lines of LaTeX under one another. */
export function display(lines: readonly string[]): string[] {
  if (lines.length === 0) return [];
  const body =
    lines.length === 1
      ? lines[0]
      : `\\begin{aligned}\n${lines.map((line) => line.replace(' = ', ' &= ')).join(' \\\\\n')}\n\\end{aligned}`;
  return ['$$', body, '$$', ''];
}
