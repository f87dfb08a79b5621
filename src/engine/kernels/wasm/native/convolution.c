/*
 * 2-D convolution (cross-correlation, as Keras has it): out[pixel, filter] = Σ_tap x[window(pixel) + tap]·kernel[tap, filter]
 * + bias[filter], then relu if wanted. A product of 4 pixels with 8 filters is kept in registers; the kernel is packed
 * into panels of 8 filters so that it is read in a straight line.
 */
#include "geometry.h"

/* A panel: one row of biases, then a row for each tap. */
INLINE int panelSize(Geometry g) { return (g.taps + 1) * COLUMNS; }
INLINE int panelsOf(Geometry g) { return (g.filters + COLUMNS - 1) / COLUMNS; }

INLINE void packPanels(Geometry g, const float *kernel, const float *bias, float *panels) {
  for (int first = 0; first < g.filters; first += COLUMNS) {
    for (int row = -1; row < g.taps; row++) {
      for (int j = 0; j < COLUMNS; j++) {
        int filter = first + j;
        float value = 0;
        if (filter < g.filters) value = row >= 0 ? kernel[row * g.filters + filter] : bias ? bias[filter] : 0;
        *panels++ = value;
      }
    }
  }
}

INLINE void convolveTile(Geometry g, const char *x, const int *pixels, const int *taps, const float *panel, f4 low,
                         float *out, int rows, int columns, float *spare) {
  f4 sums[ROWS][2];
  const char *window[ROWS];
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    sums[r][0] = load(panel);
    sums[r][1] = load(panel + 4);
    window[r] = x + pixels[r];
  }
  for (int tap = 0; tap < g.taps; tap++) {
    int at = taps[tap];
    panel += COLUMNS;
    f4 left = load(panel), right = load(panel + 4);
#pragma unroll
    for (int r = 0; r < ROWS; r++) {
      f4 value = splat(*(const float *)(window[r] + at));
      sums[r][0] += value * left;
      sums[r][1] += value * right;
    }
  }
  int whole = rows == ROWS && columns == COLUMNS;
#pragma unroll
  for (int r = 0; r < ROWS; r++) {
    float *to = whole ? out + r * g.filters : spare + r * COLUMNS;
#pragma unroll
    for (int half = 0; half < 2; half++) {
      f4 v = sums[r][half];
      /* Written so that what is not a number stays so. */
      store(to + 4 * half, choose(v < low, low, v));
    }
  }
  if (whole) return;
  for (int r = 0; r < rows; r++)
    for (int j = 0; j < columns; j++) out[r * g.filters + j] = spare[r * COLUMNS + j];
}

INLINE void convolve(Geometry g, const float *x, const int *taps, const float *panels, float *out, int *pixels,
                     float *spare, f4 low) {
  int total = g.images * g.outHeight * g.outWidth;
  int size = panelSize(g);
  for (int first = 0; first < total; first += BLOCK) {
    int count = least(BLOCK, total - first);
    findPixels(g, first, count, pixels);
    const float *panel = panels;
    for (int filter = 0; filter < g.filters; filter += COLUMNS, panel += size) {
      int columns = least(COLUMNS, g.filters - filter);
      for (int i = 0; i < count; i += ROWS) {
        convolveTile(g, (const char *)x, pixels + i, taps, panel, low, out + (first + i) * g.filters + filter,
                     least(ROWS, count - i), columns, spare);
      }
    }
  }
}

/* Bytes of memory that conv2d needs besides its arrays. */
EXPORT int conv2dScratch(GEOMETRY) {
  Geometry g = GEOMETRY_OF_ARGUMENTS;
  return paddedBytes(g) + (panelsOf(g) * panelSize(g) + ROWS * COLUMNS + BLOCK + g.taps) * 4;
}

EXPORT void conv2d(const float *x, const float *kernel, const float *bias, float *out, float *scratch, int relu, GEOMETRY) {
  Geometry g = GEOMETRY_OF_ARGUMENTS;
  float *padded = scratch;
  float *panels = padded + paddedBytes(g) / 4;
  float *spare = panels + panelsOf(g) * panelSize(g);
  int *pixels = (int *)(spare + ROWS * COLUMNS);
  int *taps = pixels + BLOCK;
  findTaps(g, taps);
  packPanels(g, kernel, bias, panels);
  f4 low = splat(relu ? 0 : -__builtin_inff());
  int inputSize = g.height * g.width * g.channels;
  int outputSize = g.outHeight * g.outWidth * g.filters;
  for (int image = 0; image < images; image += g.chunk) {
    g.images = least(g.chunk, images - image);
    const float *from = x + image * inputSize;
    if (g.padded) {
      padImages(g, from, padded, g.images);
      from = padded;
    }
    convolve(g, from, taps, panels, out + image * outputSize, pixels, spare, low);
  }
}
