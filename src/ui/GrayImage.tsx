/** A grey image of a few pixels, drawn as it is: 0 paper … 1 ink, every pixel a square. */
import { memo, useEffect, useRef } from 'react';
import { paint, useThemeName } from '@/theme';

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
    paint(pixels ?? new Float32Array(width * height), { kind: 'gray', max: 1 }, theme, image.data);
    context.putImageData(image, 0, 0);
  }, [pixels, width, height, theme]);
  const names = label === '' ? { 'aria-hidden': true } : { role: 'img', 'aria-label': label };
  return (
    <canvas ref={canvas} width={width} height={height} className={`ui-gray-image ${className ?? ''}`} {...names} />
  );
});
