/*
 * The gradient of a convolution to its input: every upstream value goes back, times the kernel, to the cells of its
 * window: dx[window(pixel) + tap] += Σ_filter upstream[pixel, filter]·kernel[tap, filter]. A product of 4 pixels with 8
 * neighbouring taps is made in registers and added at once, so that there is nothing to multiply by zero whatever the
 * stride, the dilation and the padding.
 */
#include "geometry.h"

/* Panels of 8 taps, none across the end of a run; a row for each filter. */
INLINE int panelsOfRun(Geometry g) { return (g.run + COLUMNS - 1) / COLUMNS; }
INLINE int panelSize(Geometry g) { return g.filters * COLUMNS; }
INLINE int panelFloats(Geometry g) { return g.taps / g.run * panelsOfRun(g) * panelSize(g); }

INLINE void packPanels(Geometry g, const float *kernel, float *panels) {
  for (int run = 0; run < g.taps; run += g.run) {
    for (int tap = 0; tap < g.run; tap += COLUMNS) {
      for (int filter = 0; filter < g.filters; filter++) {
        for (int j = 0; j < COLUMNS; j++) {
          *panels++ = tap + j < g.run ? kernel[(run + tap + j) * g.filters + filter] : 0;
        }
      }
    }
  }
}

/* Adds what ROWS pixels send to 8 taps. */
INLINE void spreadTile(Geometry g, const float *upstream, const float *panel, char *dx, const int *pixels, int rows,
                       int columns, float *spare) {
  f4 sums[ROWS][2];
  const float *from[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    sums[r][0] = sums[r][1] = splat(0);
    from[r] = upstream + least(r, rows - 1) * g.filters;
  }
  for (int filter = 0; filter < g.filters; filter++, panel += COLUMNS) {
    f4 left = load(panel), right = load(panel + 4);
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      f4 value = splat(from[r][filter]);
      sums[r][0] += value * left;
      sums[r][1] += value * right;
    }
  }
  if (rows == ROWS && columns == COLUMNS) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      float *to = (float *)(dx + pixels[r]);
      store(to, load(to) + sums[r][0]);
      store(to + 4, load(to + 4) + sums[r][1]);
    }
    return;
  }
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    store(spare + r * COLUMNS, sums[r][0]);
    store(spare + r * COLUMNS + 4, sums[r][1]);
  }
  for (int r = 0; r < rows; r++) {
    float *to = (float *)(dx + pixels[r]);
    for (int j = 0; j < columns; j++) to[j] += spare[r * COLUMNS + j];
  }
}

/* Adds what the pixels from `first` on send to all taps. */
INLINE void spreadBlock(Geometry g, const float *upstream, const int *taps, const float *panel, float *dx, int first,
                        int count, int *pixels, float *spare) {
  findPixels(g, first, count, pixels);
  for (int run = 0; run < g.taps; run += g.run) {
    for (int tap = 0; tap < g.run; tap += COLUMNS, panel += panelSize(g)) {
      char *to = (char *)dx + taps[run + tap];
      int columns = least(COLUMNS, g.run - tap);
      for (int i = 0; i < count; i += ROWS) {
        spreadTile(g, upstream + (first + i) * g.filters, panel, to, pixels + i, least(ROWS, count - i), columns, spare);
      }
    }
  }
}

/*
 * Adds to dx, which must be zeros before. A block is some whole images, or a part of one counted from its first pixel: so
 * the order in which a cell's sum is taken does not depend on which images are worked on together.
 */
INLINE void spreadAll(Geometry g, const float *upstream, const int *taps, const float *panels, float *dx, int *pixels,
                      float *spare) {
  int perImage = g.outHeight * g.outWidth;
  int together = most(1, BLOCK / perImage);
  for (int image = 0; image < g.images; image += together) {
    int total = least(together, g.images - image) * perImage;
    for (int first = 0; first < total; first += BLOCK) {
      int count = least(BLOCK, total - first);
      spreadBlock(g, upstream, taps, panels, dx, image * perImage + first, count, pixels, spare);
    }
  }
}

/* Bytes of memory that conv2dInputGradient needs besides its arrays. */
EXPORT int conv2dInputGradientScratch(GEOMETRY) {
  Geometry g = GEOMETRY_OF_ARGUMENTS;
  return paddedBytes(g) + (panelFloats(g) + ROWS * COLUMNS + BLOCK + g.taps) * 4;
}

EXPORT void conv2dInputGradient(const float *upstream, const float *kernel, float *dx, float *scratch, GEOMETRY) {
  Geometry g = GEOMETRY_OF_ARGUMENTS;
  float *padded = scratch;
  float *panels = padded + paddedBytes(g) / 4;
  float *spare = panels + panelFloats(g);
  int *pixels = (int *)(spare + ROWS * COLUMNS);
  int *taps = pixels + BLOCK;
  findTaps(g, taps);
  packPanels(g, kernel, panels);
  int inputSize = g.height * g.width * g.channels;
  int outputSize = g.outHeight * g.outWidth * g.filters;
  for (int image = 0; image < images; image += g.chunk) {
    g.images = least(g.chunk, images - image);
    float *to = g.padded ? padded : dx + image * inputSize;
    clear(to, g.images * g.reachHeight * g.reachWidth * g.channels);
    spreadAll(g, upstream + image * outputSize, taps, panels, to, pixels, spare);
    if (g.padded) cropImages(g, padded, dx + image * inputSize, g.images);
  }
}
