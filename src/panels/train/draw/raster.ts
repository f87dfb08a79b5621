/** Strokes as pixels, for the network: a small canvas that is never shown. */
import { drawStroke, type Stroke } from './strokes';

/** Side of the raster: eight of its pixels for one of the frame's. */
export const RASTER = 224;

let context: CanvasRenderingContext2D | null = null;

/** RASTER × RASTER values, 0 paper … 1 ink. */
export function rasterise(strokes: readonly Stroke[]): Float32Array {
  if (context === null) {
    const canvas = document.createElement('canvas');
    canvas.width = RASTER;
    canvas.height = RASTER;
    // Read back at every frame while the pen moves: keep it in main memory.
    context = canvas.getContext('2d', { willReadFrequently: true })!;
    context.strokeStyle = '#000';
    context.fillStyle = '#000';
  }
  context.clearRect(0, 0, RASTER, RASTER);
  for (const stroke of strokes) drawStroke(context, stroke, RASTER);
  const { data } = context.getImageData(0, 0, RASTER, RASTER);
  const ink = new Float32Array(RASTER * RASTER);
  for (let pixel = 0; pixel < ink.length; pixel++) ink[pixel] = data[4 * pixel + 3] / 255;
  return ink;
}
