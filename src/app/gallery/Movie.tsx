/** The moving picture of a card: a canvas that is drawn while it is on screen, and a caption below it. */
import { useEffect, useRef, useState } from 'react';
import { type ThemeName, useThemeName } from '@/theme';
import { type MovingPicture, usePictureLoop } from './usePictureLoop';

interface MovieProps {
  /** Makes the picture, once. */
  make(canvas: HTMLCanvasElement): MovingPicture & { theme: ThemeName };
  /** What the picture shows. */
  label: string;
  caption: string;
}

export function Movie({ make, label, caption }: MovieProps) {
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [movie, setMovie] = useState<ReturnType<MovieProps['make']> | null>(null);
  const theme = useThemeName();
  if (movie) movie.theme = theme;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a picture is made once and runs by itself.
  useEffect(() => {
    if (canvas.current) setMovie(make(canvas.current));
  }, []);
  usePictureLoop(frame, movie, theme);
  return (
    <div ref={frame} className="picture">
      <canvas ref={canvas} className="picture-canvas" role="img" aria-label={label} />
      <span className="picture-caption" aria-hidden="true">
        {caption}
      </span>
    </div>
  );
}
