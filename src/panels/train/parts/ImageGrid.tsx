/** Images in rows, each with a short caption; what each shows is in its label. */
import { memo } from 'react';
import { DigitImage } from './DigitImage';
import classes from './ImageGrid.module.css';

export interface GridImage {
  index: number;
  /** Square image, in row order, 0 … 1. */
  pixels: ArrayLike<number>;
  caption: string;
  label: string;
}

export const ImageGrid = memo(function ImageGrid({ images, label }: { images: GridImage[]; label?: string }) {
  return (
    <ul className={classes.grid} aria-label={label}>
      {images.map(({ index, pixels, caption, label }) => {
        const side = Math.round(Math.sqrt(pixels.length));
        return (
          <li key={index}>
            <DigitImage pixels={pixels} width={side} height={side} label={label} />
            <span className="num" aria-hidden>
              {caption}
            </span>
          </li>
        );
      })}
    </ul>
  );
});
