/**
 * The units of a layer as cells: the more often a unit is flat, the darker; a cross where it is off for every sample, a
 * triangle where it is saturated for every one. Arrow keys walk, Enter opens.
 */
import { type KeyboardEvent, useRef } from 'react';
import { deadUnits, saturatedUnits, type UnitReport } from '@/core/analysis/units';
import { percent } from '@/ui';
import flowCss from './flow.module.css';
import { useFlowWords } from './words';

/** Units that are drawn; of wider layers those that are flat most often. */
export const MOST_UNITS = 256;

interface UnitGridProps {
  report: UnitReport;
  language: string;
  selected: number | null;
  onSelect(unit: number): void;
}

/** Units in their order; of a very wide layer the ones that are flat most often. */
function shownUnits({ units, off, saturated }: UnitReport): number[] {
  const all = Array.from({ length: units }, (_, unit) => unit);
  if (units <= MOST_UNITS) return all;
  const flat = (unit: number) => off[unit] + saturated[unit];
  return all.sort((a, b) => flat(b) - flat(a) || a - b).slice(0, MOST_UNITS);
}

export function UnitGrid({ report, language, selected, onSelect }: UnitGridProps) {
  const words = useFlowWords();
  const grid = useRef<HTMLDivElement>(null);
  const shown = shownUnits(report);
  const dead = new Set(deadUnits(report));
  const saturated = new Set(saturatedUnits(report));
  const at = selected !== null && shown.includes(selected) ? selected : shown[0];
  const onKeyDown = (event: KeyboardEvent) => {
    const cells = [...(grid.current?.querySelectorAll('button') ?? [])];
    const here = cells.indexOf(document.activeElement as HTMLButtonElement);
    const across = cells.filter((cell) => cell.offsetTop === cells[0].offsetTop).length;
    const moves: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -across, ArrowDown: across };
    const move = moves[event.key];
    if (event.key === ' ' || event.key === 'Enter') event.stopPropagation();
    if (move === undefined || here < 0) return;
    event.preventDefault();
    event.stopPropagation();
    cells[here + move]?.focus();
  };
  return (
    <div
      ref={grid}
      className={flowCss.grid}
      role="toolbar"
      aria-label={words('units.grid', { layer: report.layer })}
      onKeyDown={onKeyDown}
    >
      {shown.map((unit) => {
        const mark = dead.has(unit) ? 'dead' : saturated.has(unit) ? 'saturated' : 'none';
        const shares = {
          off: percent(report.off[unit], language, 0),
          saturated: percent(report.saturated[unit], language, 0),
        };
        return (
          <button
            key={unit}
            type="button"
            tabIndex={unit === at ? 0 : -1}
            className={flowCss.unit}
            data-mark={mark}
            style={{ '--flat': Math.min(1, report.off[unit] + report.saturated[unit]) } as React.CSSProperties}
            aria-pressed={unit === selected}
            aria-label={words('units.unit', { n: unit + 1, ...shares })}
            title={words('units.unit', { n: unit + 1, ...shares })}
            onClick={() => onSelect(unit)}
          />
        );
      })}
    </div>
  );
}
