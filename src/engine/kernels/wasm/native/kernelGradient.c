/*
 * The gradient of a convolution to its kernel: dw[tap, filter] = Σ_pixel x[window(pixel) + tap]·upstream[pixel, filter].
 * The sum runs over every pixel of every image; it is taken block by block, so that what a block reads stays in cache,
 * and so that no float32 sum grows long (which also makes it more exact). Blocks are added in their order.
 */
#include "geometry.h"

/* One pixel: ROWS inputs, at the pointers that `input` gives for r, times 8 upstream values. */
#define ADD_PIXEL(input)                               \
  {                                                    \
    f4 left = load(panel), right = load(panel + 4);    \
    _Pragma("unroll") for (int r = 0; r < ROWS; r++) { \
      f4 value = splat(*(const float *)(input));       \
      sums[r][0] += value * left;                      \
      sums[r][1] += value * right;                     \
    }                                                  \
    panel += COLUMNS;                                  \
  }

/* Adds a block's part of ROWS taps × 8 filters. */
INLINE void sumTile(Geometry g, const char *x, const int *pixels, int count, const int *taps, const float *panel,
                    float *dw, int rows, int columns, float *spare) {
  f4 sums[ROWS][2];
  const char *tap[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    sums[r][0] = sums[r][1] = splat(0);
    tap[r] = x + taps[least(r, rows - 1)];
  }
  /* Neighbours need one address. */
  if (rows == ROWS && tap[ROWS - 1] - tap[0] == (ROWS - 1) * 4) {
    for (int i = 0; i < count; i++) {
      const char *first = tap[0] + pixels[i];
      ADD_PIXEL(first + 4 * r)
    }
  } else {
    for (int i = 0; i < count; i++) {
      int at = pixels[i];
      ADD_PIXEL(tap[r] + at)
    }
  }
  if (rows == ROWS && columns == COLUMNS) {
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      float *to = dw + r * g.filters;
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
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < columns; j++) dw[r * g.filters + j] += spare[r * COLUMNS + j];
}

/* Columns of a block's upstream values, in a straight line. */
INLINE void packPanel(const float *upstream, int count, int filters, int columns, float *panel) {
  for (int i = 0; i < count; i++, upstream += filters, panel += COLUMNS) {
    if (columns == COLUMNS) {
      store(panel, load(upstream));
      store(panel + 4, load(upstream + 4));
    } else {
      for (int j = 0; j < COLUMNS; j++) panel[j] = j < columns ? upstream[j] : 0;
    }
  }
}

INLINE void sumAll(Geometry g, const float *x, const float *upstream, const int *taps, float *dw, int *pixels,
                   int firstTap, int lastTap, float *panel, float *spare) {
  int total = g.images * g.outHeight * g.outWidth;
  for (int first = 0; first < total; first += BLOCK) {
    int count = least(BLOCK, total - first);
    findPixels(g, first, count, pixels);
    for (int filter = 0; filter < g.filters; filter += COLUMNS) {
      int columns = least(COLUMNS, g.filters - filter);
      packPanel(upstream + first * g.filters + filter, count, g.filters, columns, panel);
      for (int tap = firstTap; tap < lastTap; tap += ROWS) {
        sumTile(g, (const char *)x, pixels, count, taps + tap, panel, dw + tap * g.filters + filter,
                least(ROWS, lastTap - tap), columns, spare);
      }
    }
  }
}

/* Bytes of memory that conv2dKernelGradient needs besides its arrays. */
EXPORT int conv2dKernelGradientScratch(GEOMETRY) {
  Geometry g = GEOMETRY_OF_ARGUMENTS;
  return paddedBytes(g) + (BLOCK * COLUMNS + ROWS * COLUMNS + BLOCK + g.taps) * 4;
}

/* The taps from firstTap to before lastTap. */
EXPORT void conv2dKernelGradient(const float *x, const float *upstream, float *dw, float *scratch, int firstTap,
                                 int lastTap, GEOMETRY) {
  Geometry g = GEOMETRY_OF_ARGUMENTS;
  float *padded = scratch;
  float *panel = padded + paddedBytes(g) / 4;
  float *spare = panel + BLOCK * COLUMNS;
  int *pixels = (int *)(spare + ROWS * COLUMNS);
  int *taps = pixels + BLOCK;
  findTaps(g, taps);
  clear(dw + firstTap * g.filters, (lastTap - firstTap) * g.filters);
  int inputSize = g.height * g.width * g.channels;
  int outputSize = g.outHeight * g.outWidth * g.filters;
  for (int image = 0; image < images; image += g.chunk) {
    g.images = least(g.chunk, images - image);
    const float *from = x + image * inputSize;
    if (g.padded) {
      padImages(g, from, padded, g.images);
      from = padded;
    }
    sumAll(g, from, upstream + image * outputSize, taps, dw, pixels, firstTap, lastTap, panel, spare);
  }
}
