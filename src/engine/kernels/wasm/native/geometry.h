/*
 * Where a convolution reads. Images are channels-last. Each place of the output ("pixel", counted over all images) has a
 * window whose first cell lies at a byte offset in the input; each product in a window ("tap": kernel row, kernel column,
 * channel, in the order of the kernel's array) lies at a further offset, the same for all pixels. So any stride,
 * dilation and size of a convolution is two tables of offsets, and the kernels are matrix products that look rows up.
 *
 * Padding is made real first: an image is copied between zeros, a few images at a time. Only the part that windows reach
 * is copied, so cells that no window reaches do not matter.
 */
#ifndef GEOMETRY_H
#define GEOMETRY_H

#include "vectors.h"

/* The arguments that all convolution kernels take, in this order. */
#define GEOMETRY                                                                                               \
  int images, int height, int width, int channels, int outHeight, int outWidth, int filters, int kernelHeight, \
      int kernelWidth, int strideY, int strideX, int dilationY, int dilationX, int padTop, int padLeft

/* Pixels that are worked on together: what they read and write stays in the nearest cache. */
#define BLOCK 128
/* Rows and columns of the tile of a product that is kept in registers. */
#define ROWS 4
#define COLUMNS 8

/* Bytes of padded images kept at a time. */
#define PADDED_BYTES (256 * 1024)

typedef struct {
  int images, height, width, channels;
  /* The part of the padded input that windows reach. */
  int reachHeight, reachWidth;
  int padded;
  int padTop, padLeft;
  int outHeight, outWidth, filters;
  int strideY, strideX, dilationY, dilationX, kernelHeight, kernelWidth;
  /* Taps in all; taps that lie next to one another. */
  int taps, run;
  /* Images that are padded at a time. */
  int chunk;
} Geometry;

#define GEOMETRY_OF_ARGUMENTS                                                                                        \
  geometryOf(images, height, width, channels, outHeight, outWidth, filters, kernelHeight, kernelWidth, strideY,      \
             strideX, dilationY, dilationX, padTop, padLeft)

INLINE Geometry geometryOf(GEOMETRY) {
  Geometry g;
  g.images = images;
  g.height = height;
  g.width = width;
  g.channels = channels;
  g.outHeight = outHeight;
  g.outWidth = outWidth;
  g.filters = filters;
  g.padTop = padTop;
  g.padLeft = padLeft;
  g.strideY = strideY;
  g.strideX = strideX;
  g.dilationY = dilationY;
  g.dilationX = dilationX;
  g.kernelHeight = kernelHeight;
  g.kernelWidth = kernelWidth;
  g.taps = kernelHeight * kernelWidth * channels;
  g.run = dilationX == 1 ? kernelWidth * channels : channels;
  g.reachHeight = (outHeight - 1) * strideY + (kernelHeight - 1) * dilationY + 1;
  g.reachWidth = (outWidth - 1) * strideX + (kernelWidth - 1) * dilationX + 1;
  g.padded = padTop > 0 || padLeft > 0 || g.reachHeight > height || g.reachWidth > width;
  if (!g.padded) {
    g.reachHeight = height;
    g.reachWidth = width;
  }
  int imageBytes = g.reachHeight * g.reachWidth * channels * 4;
  g.chunk = g.padded ? most(1, least(images, PADDED_BYTES / imageBytes)) : images;
  return g;
}

/* Bytes of a chunk of padded images; none where nothing is padded. */
INLINE int paddedBytes(Geometry g) {
  return g.padded ? roundUp(g.chunk * g.reachHeight * g.reachWidth * g.channels * 4, 16) : 0;
}

/* Byte offsets of the taps. */
INLINE void findTaps(Geometry g, int *taps) {
  int at = 0;
  for (int y = 0; y < g.kernelHeight; y++) {
    for (int x = 0; x < g.kernelWidth; x++) {
      int cell = (y * g.dilationY * g.reachWidth + x * g.dilationX) * g.channels;
      for (int c = 0; c < g.channels; c++) taps[at++] = (cell + c) * 4;
    }
  }
}

/* Byte offsets of the windows of so many pixels; the last is repeated to fill a tile. */
INLINE void findPixels(Geometry g, int first, int count, int *pixels) {
  int perImage = g.outHeight * g.outWidth;
  int image = first / perImage;
  int rest = first - image * perImage;
  int y = rest / g.outWidth;
  int x = rest - y * g.outWidth;
  int step = g.strideX * g.channels * 4;
  int row = (image * g.reachHeight + y * g.strideY) * g.reachWidth * g.channels * 4;
  int at = row + x * step;
  for (int i = 0; i < count; i++) {
    pixels[i] = at;
    at += step;
    if (++x == g.outWidth) {
      x = 0;
      if (++y == g.outHeight) {
        y = 0;
        image++;
      }
      at = (image * g.reachHeight + y * g.strideY) * g.reachWidth * g.channels * 4;
    }
  }
  for (int i = count; i < roundUp(count, ROWS); i++) pixels[i] = pixels[count - 1];
}

/* Copies rows of images into their place between zeros, or (back) adds nothing and takes them out again. */
INLINE void padImages(Geometry g, const float *from, float *to, int count) {
  clear(to, count * g.reachHeight * g.reachWidth * g.channels);
  int rows = least(g.height, g.reachHeight - g.padTop);
  int cells = least(g.width, g.reachWidth - g.padLeft) * g.channels;
  for (int image = 0; image < count; image++) {
    for (int y = 0; y < rows; y++) {
      copy(from + (image * g.height + y) * g.width * g.channels,
           to + ((image * g.reachHeight + g.padTop + y) * g.reachWidth + g.padLeft) * g.channels, cells);
    }
  }
}

/* The way back: takes the images out from between their padding. Cells that no window reaches become 0. */
INLINE void cropImages(Geometry g, const float *from, float *to, int count) {
  int rows = least(g.height, g.reachHeight - g.padTop);
  int cells = least(g.width, g.reachWidth - g.padLeft) * g.channels;
  int all = g.width * g.channels;
  for (int image = 0; image < count; image++) {
    for (int y = 0; y < g.height; y++) {
      float *row = to + (image * g.height + y) * all;
      int copied = y < rows ? most(0, cells) : 0;
      if (copied > 0)
        copy(from + ((image * g.reachHeight + g.padTop + y) * g.reachWidth + g.padLeft) * g.channels, row, copied);
      clear(row + copied, all - copied);
    }
  }
}

#endif
