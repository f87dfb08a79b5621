/**
 * An image of a few pixels, drawn as it is: 0 paper … 1 ink, every pixel a square. What is no picture any more, since
 * preprocessing has moved it below 0 or beyond 1, has the colours of signed values.
 */
import { memo, useEffect, useRef } from 'react';
import { paint, pictureScale, useThemeName } from '@/theme';

export interface GrayImageProps {
  /** width × height values in row order; null shows an empty frame. */
  pixels: ArrayLike<number> | null;
  width: number;
  height: number;
  /** What it shows, in words; empty where the words beside it say it already. */
  label: string;
  className?: string;
}

export const GrayImage = memo(function GrayImage({ pixels, width, height, label, className }: GrayImageProps) {
  const theme = useThemeName();
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const image = context.createImageData(width, height);
    const values = pixels ?? new Float32Array(width * height);
    paint(values, pictureScale(values), theme, image.data);
    context.putImageData(image, 0, 0);
  }, [pixels, width, height, theme]);
  const names = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <canvas ref={canvas} width={width} height={height} className={`ui-gray-image ${className ?? ''}`} {...names} />
  );
});
