/*
 * Depthwise convolution with one filter a channel (cross-correlation, as Keras has it), and its gradients. Forward, and
 * back to the input, every number of the result is a sum over taps: cells of the kernel, each with the number of the
 * source that it meets. Places that meet them in the same way are worked on four at a time, so that a weight is loaded
 * once for all of them; a place near the edge is worked on alone, with the taps that it has.
 */
#include "windows.h"

#define PLACES 4

/* What one place meets along an axis: `count` cells from `cell` on, with what they meet, from `at` on. */
typedef struct {
  int cell, cellStep, at, atStep, count;
} Taps;

/* Forward: the place is a position of the window, and cells meet the image. */
INLINE Taps tapsForward(int place, int stride, int pad, int dilation, int window, int size) {
  Span span = spanOf(place, stride, pad, dilation, window, size);
  return (Taps){span.cell, 1, span.first, dilation, span.count};
}

/* Back: the place is a cell of the image, and a cell of the kernel meets the position from which it lay there. */
INLINE Taps tapsBack(int place, int stride, int pad, int dilation, int window, int size) {
  Taps taps = {0, 1, 0, 0, 0};
  while (taps.cellStep * dilation % stride) taps.cellStep++;
  taps.atStep = -(taps.cellStep * dilation / stride);
  for (; taps.cell < window; taps.cell++) {
    int start = place + pad - taps.cell * dilation;
    if (start < 0) return taps;
    if (start % stride == 0 && start / stride < size) {
      taps.at = start / stride;
      break;
    }
  }
  for (int cell = taps.cell, at = taps.at; cell < window && at >= 0; cell += taps.cellStep, at += taps.atStep)
    taps.count++;
  return taps;
}

INLINE Taps tapsOf(int back, int place, int stride, int pad, int dilation, int window, int size) {
  return back ? tapsBack(place, stride, pad, dilation, window, size)
              : tapsForward(place, stride, pad, dilation, window, size);
}

/* Whether places from one to the other meet the same cells, each the next number. */
INLINE int meetTheSame(Taps first, Taps last) {
  return first.cell == last.cell && first.count == last.count && first.at + PLACES - 1 == last.at;
}

/* Sums of `places` neighbours and `vectors` times `lanes` channels. The numbers are known when this is compiled; the loops
   count to fixed ones, so that all sums are registers. */
INLINE void sumTaps(const float *source, const float *kernel, float *out, Taps y, Taps x, int sourceWidth,
                    int windowWidth, int outStep, int channels, int places, int vectors, int lanes) {
  f4 sums[PLACES][2];
#pragma unroll
  for (int r = 0; r < PLACES; r++) sums[r][0] = sums[r][1] = splat(0);
  const float *row = source + (y.at * sourceWidth + x.at) * channels;
  const float *weights = kernel + (y.cell * windowWidth + x.cell) * channels;
  for (int i = 0; i < y.count; i++) {
    const float *from = row + i * y.atStep * sourceWidth * channels;
    const float *weight = weights + i * y.cellStep * windowWidth * channels;
    for (int j = 0; j < x.count; j++, from += x.atStep * channels, weight += x.cellStep * channels) {
#pragma unroll
      for (int v = 0; v < 2; v++) {
        if (v >= vectors) continue;
        f4 factor = take(weight + 4 * v, lanes);
#pragma unroll
        for (int r = 0; r < PLACES; r++)
          if (r < places) sums[r][v] += take(from + r * channels + 4 * v, lanes) * factor;
      }
    }
  }
#pragma unroll
  for (int r = 0; r < PLACES; r++) {
#pragma unroll
    for (int v = 0; v < 2; v++)
      if (r < places && v < vectors) put(out + r * outStep + 4 * v, sums[r][v], lanes);
  }
}

/* All channels of some neighbours. */
#define ALL_CHANNELS(places)                                                                                             \
  {                                                                                                                      \
    int c = 0;                                                                                                           \
    for (; c + 8 <= channels; c += 8)                                                                                    \
      sumTaps(source + c, kernel + c, to + c, y, x, sourceWidth, windowWidth, outStep, channels, places, 2, 4);          \
    for (; c + 4 <= channels; c += 4)                                                                                    \
      sumTaps(source + c, kernel + c, to + c, y, x, sourceWidth, windowWidth, outStep, channels, places, 1, 4);          \
    if (c < channels)                                                                                                    \
      sumTaps(source + c, kernel + c, to + c, y, x, sourceWidth, windowWidth, outStep, channels, places, 1, channels - c); \
  }

/* Places a stride apart meet neighbours on the way back; forward, neighbours do. */
INLINE void sumAll(int back, const float *source, int sourceHeight, int sourceWidth, const float *kernel, float *out,
                   int toHeight, int toWidth, int images, int channels, int windowHeight, int windowWidth, int strideY,
                   int strideX, int dilationY, int dilationX, int padTop, int padLeft) {
  int step = back ? strideX : 1;
  int outStep = step * channels;
  for (int n = 0; n < images; n++, source += sourceHeight * sourceWidth * channels) {
    for (int row = 0; row < toHeight; row++, out += toWidth * channels) {
      Taps y = tapsOf(back, row, strideY, padTop, dilationY, windowHeight, sourceHeight);
      for (int first = 0; first < step; first++) {
        for (int place = first; place < toWidth;) {
          Taps x = tapsOf(back, place, strideX, padLeft, dilationX, windowWidth, sourceWidth);
          float *to = out + place * channels;
          int last = place + (PLACES - 1) * step;
          int together = last < toWidth && meetTheSame(x, tapsOf(back, last, strideX, padLeft, dilationX, windowWidth,
                                                                 sourceWidth));
          if (together) ALL_CHANNELS(PLACES)
          else ALL_CHANNELS(1)
          place += together ? PLACES * step : step;
        }
      }
    }
  }
}

/* out[pixel, c] = Σ_cell x[window(pixel) + cell, c]·kernel[cell, c]. */
EXPORT void depthwise(const float *x, const float *kernel, float *out, WINDOWS) {
  sumAll(0, x, height, width, kernel, out, outHeight, outWidth, images, channels, windowHeight, windowWidth, strideY,
         strideX, dilationY, dilationX, padTop, padLeft);
}

/* The gradient to the input: dx[pixel, c] = Σ over windows that saw the pixel of upstream·kernel. */
EXPORT void depthwiseInputGradient(const float *upstream, const float *kernel, float *dx, WINDOWS) {
  sumAll(1, upstream, outHeight, outWidth, kernel, dx, height, width, images, channels, windowHeight, windowWidth,
         strideY, strideX, dilationY, dilationX, padTop, padLeft);
}

INLINE void addUp(double *totals, f4 sum, int lanes) {
  totals[0] += sum[0];
  if (lanes > 1) totals[1] += sum[1];
  if (lanes > 2) totals[2] += sum[2];
  if (lanes > 3) totals[3] += sum[3];
}

/* Σ over `count` places of x·upstream, for 4·`vectors` channels. */
INLINE void sumRow(const float *x, const float *upstream, double *totals, int count, int step, int channels,
                   int vectors, int lanes) {
  f4 sums[4];
#pragma unroll
  for (int v = 0; v < 4; v++) sums[v] = splat(0);
  for (int place = 0; place < count; place++, x += step, upstream += channels) {
#pragma unroll
    for (int v = 0; v < 4; v++)
      if (v < vectors) sums[v] += take(x + 4 * v, lanes) * take(upstream + 4 * v, lanes);
  }
#pragma unroll
  for (int v = 0; v < 4; v++)
    if (v < vectors) addUp(totals + 4 * v, sums[v], lanes);
}

/*
 * The gradient to the kernel, for channels `from` to `to`: dw[cell, c] = Σ_pixel x[window(pixel) + cell, c]·upstream[pixel, c],
 * in float32 along a row of places and in float64 over the rows. `totals` is memory for a double for each of these weights.
 */
EXPORT void depthwiseKernelGradient(const float *x, const float *upstream, float *dw, double *totals, int from, int to,
                                    WINDOWS) {
  int wide = to - from;
  int cells = windowHeight * windowWidth;
  for (int i = 0; i < cells * wide; i++) totals[i] = 0;
  for (int n = 0; n < images; n++) {
    for (int row = 0; row < outHeight; row++) {
      const float *arriving = upstream + (n * outHeight + row) * outWidth * channels;
      Span y = spanOf(row, strideY, padTop, dilationY, windowHeight, height);
      for (int i = 0; i < y.count; i++) {
        const float *line = x + (n * height + y.first + i * dilationY) * width * channels;
        for (int j = 0; j < windowWidth; j++) {
          /* Places from which this cell lies inside the image. */
          int shift = padLeft - j * dilationX;
          int first = shift > 0 ? (shift + strideX - 1) / strideX : 0;
          int reach = width - 1 + shift;
          int count = reach < 0 ? 0 : least(outWidth - 1, reach / strideX) + 1 - first;
          if (count <= 0) continue;
          const float *seen = line + (first * strideX - shift) * channels;
          const float *came = arriving + first * channels;
          double *sums = totals + ((y.cell + i) * windowWidth + j) * wide;
          int c = from;
          for (; c + 16 <= to; c += 16)
            sumRow(seen + c, came + c, sums + c - from, count, strideX * channels, channels, 4, 4);
          for (; c + 4 <= to; c += 4)
            sumRow(seen + c, came + c, sums + c - from, count, strideX * channels, channels, 1, 4);
          if (c < to) sumRow(seen + c, came + c, sums + c - from, count, strideX * channels, channels, 1, to - c);
        }
      }
    }
  }
  for (int cell = 0; cell < cells; cell++)
    for (int c = from; c < to; c++) dw[cell * channels + c] = (float)totals[cell * wide + c - from];
}
