/*
 * Windows that slide over images, channel by channel: pooling and depthwise convolution. A window's cells outside the
 * image are skipped. Images are channels-last; channels are worked on four at a time.
 */
#ifndef WINDOWS_H
#define WINDOWS_H

#include "vectors.h"

/* The arguments that all these kernels end with, in this order. */
#define WINDOWS                                                                                                    \
  int images, int height, int width, int channels, int outHeight, int outWidth, int windowHeight, int windowWidth, \
      int strideY, int strideX, int dilationY, int dilationX, int padTop, int padLeft

/* Up to four channels; lanes that are not there are 0. */
INLINE f4 take(const float *p, int lanes) {
  if (lanes >= 4) return load(p);
  return (f4){p[0], lanes > 1 ? p[1] : 0, lanes > 2 ? p[2] : 0, 0};
}
INLINE void put(float *p, f4 v, int lanes) {
  if (lanes >= 4) {
    store(p, v);
    return;
  }
  p[0] = v[0];
  if (lanes > 1) p[1] = v[1];
  if (lanes > 2) p[2] = v[2];
}

/* The part of a window along one axis that is inside the image: its first cell, where that lies, how many follow. */
typedef struct {
  int cell, first, count;
} Span;

INLINE Span spanOf(int place, int stride, int pad, int dilation, int window, int size) {
  int from = place * stride - pad;
  Span span;
  span.cell = from < 0 ? (dilation - 1 - from) / dilation : 0;
  span.first = from + span.cell * dilation;
  int fit = span.first < size ? (size - 1 - span.first) / dilation + 1 : 0;
  span.count = most(0, least(window - span.cell, fit));
  return span;
}

#endif
