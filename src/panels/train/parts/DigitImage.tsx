/** A grey image of a few pixels, drawn as it is: 0 paper … 1 ink, every pixel a square. */
import { memo, useEffect, useRef } from 'react';
import { paint, useThemeName } from '@/theme';
import classes from './DigitImage.module.css';

interface DigitImageProps {
  /** width × height values in row order; null shows an empty frame. */
  pixels: ArrayLike<number> | null;
  width: number;
  height: number;
  /** What it shows, in words; empty where the words beside it say it already. */
  label: string;
  className?: string;
}

export const DigitImage = memo(function DigitImage({ pixels, width, height, label, className }: DigitImageProps) {
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    paint(pixels ?? new Float32Array(width * height), { kind: 'gray', max: 1 }, theme, image.data);
    context.putImageData(image, 0, 0);
  }, [pixels, width, height, theme]);
  const names = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <canvas ref={canvas} width={width} height={height} className={`${classes.image} ${className ?? ''}`} {...names} />
  );
});
