/** A row or small matrix of numbers as colours; numbers that are not known yet are left out, so that the ground shows. */
import { useEffect, useRef } from 'react';
import { paint, scaleFor, useThemeName } from '@/theme';
import operationsCss from './operations.module.css';

export interface StripProps {
  label: string;
  values: Float64Array;
  /** Cells in a row. */
  columns: number;
  isKnown(index: number): boolean;
}

export function Strip({ label, values, columns, isKnown }: StripProps) {
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  const rows = values.length / columns;
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    paint(values, scaleFor('diverging', values), theme, image.data);
    for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i]) && !isKnown(i)) image.data[i * 4 + 3] = 0;
    context.putImageData(image, 0, 0);
  });
  return (
    <canvas
      ref={canvas}
      width={columns}
      height={rows}
      role="img"
      aria-label={label}
      className={operationsCss.stripMap}
    />
  );
}
