/** A map as colours, one pixel a value, as large as it is given room; what is not known yet stays open to the ground. */
import { memo, useEffect, useRef } from 'react';
import { paint, useThemeName } from '@/theme';

export interface MapCanvasProps {
  /** What it shows. */
  label: string;
  values: Float64Array;
  rows: number;
  columns: number;
  /** The magnitude at the ends of the scale. */
  reach: number;
  /** Whether numbers that are not known are among the values, as NaN. */
  partly?: boolean;
  /** Nothing of it is known yet: then nothing is painted or to be seen. Its canvas stays, as making one takes long. */
  hidden?: boolean;
  className?: string;
}

export const MapCanvas = memo(function MapCanvas(props: MapCanvasProps) {
  const { label, values, rows, columns, reach, partly = false, hidden = false, className } = props;
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    if (hidden) return;
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(columns, rows);
    paint(values, { kind: 'diverging', max: reach }, theme, image.data);
    if (partly) for (let i = 0; i < values.length; i++) if (Number.isNaN(values[i])) image.data[i * 4 + 3] = 0;
    context.putImageData(image, 0, 0);
  }, [values, rows, columns, reach, partly, hidden, theme]);
  return (
    <canvas
      ref={canvas}
      width={columns}
      height={rows}
      hidden={hidden}
      className={className}
      role="img"
      aria-label={label}
    />
  );
});
