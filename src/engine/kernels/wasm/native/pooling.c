/*
 * Pooling and its gradients. Padding never wins and is never counted; the gradient of max pooling goes to the first maximum
 * in row order.
 */
#include "windows.h"

/* A window in one image: its first cell, its rows and columns, and the steps from one to the next. */
typedef struct {
  int at, rows, columns, rowStep, columnStep;
} Window;

/* All channels of one window. */
#define EACH_CHANNEL(body)                    \
  {                                           \
    int c = 0;                                \
    for (; c + 4 <= channels; c += 4) body(4) \
    if (c < channels) body(channels - c)      \
  }

/*
 * Runs `begin` for each image with its offset `image`, and `body` for each window and each four channels from `c` on, with
 * the `window` and where its output lies (`out`). The usual window, 2 × 2, has a loop that the compiler can unroll.
 */
#define EACH_WINDOW(begin, body)                                               \
  for (int n = 0, out = 0; n < images; n++) {                                  \
    int image = n * height * width * channels;                                 \
    begin;                                                                     \
    for (int oy = 0; oy < outHeight; oy++) {                                   \
      Span y = spanOf(oy, strideY, padTop, dilationY, windowHeight, height);  \
      for (int ox = 0; ox < outWidth; ox++, out += channels) {                 \
        Span x = spanOf(ox, strideX, padLeft, dilationX, windowWidth, width); \
        Window window;                                                         \
        window.at = image + (y.first * width + x.first) * channels;            \
        window.rowStep = dilationY * width * channels;                         \
        window.columnStep = dilationX * channels;                              \
        if (y.count == 2 && x.count == 2) {                                    \
          window.rows = window.columns = 2;                                    \
          EACH_CHANNEL(body)                                                   \
        } else {                                                               \
          window.rows = y.count;                                               \
          window.columns = x.count;                                            \
          EACH_CHANNEL(body)                                                   \
        }                                                                      \
      }                                                                        \
    }                                                                          \
  }
#define NOTHING
#define CLEAR_IMAGE clear(dx + image, height * width * channels)

/* Runs `body` for each cell of the window in row order, with its place `at`. */
#define EACH_CELL(body)                                                                   \
  for (int i = 0, row = window.at; i < window.rows; i++, row += window.rowStep)           \
    for (int j = 0, at = row; j < window.columns; j++, at += window.columnStep) body

/* Not a number wins over every number: it must not be lost. */
INLINE i4 beats(f4 a, f4 b) { return (a > b) | ((a != a) & (b == b)); }

INLINE f4 largest(Window window, const float *x, int lanes) {
  f4 best = splat(-__builtin_inff());
  EACH_CELL({
    f4 v = take(x + at, lanes);
    best = choose(beats(v, best), v, best);
  })
  return best;
}

EXPORT void maxPool2d(const float *input, float *output, WINDOWS) {
#define BODY(lanes) put(output + out + c, largest(window, input + c, lanes), lanes);
  EACH_WINDOW(NOTHING, BODY)
#undef BODY
}

INLINE void route(Window window, const float *upstream, const float *x, float *dx, int lanes) {
  if (window.rows == 0 || window.columns == 0) return;
  f4 best = take(x + window.at, lanes);
  i4 winner = {0, 0, 0, 0};
  int cell = 0;
  EACH_CELL({
    f4 v = take(x + at, lanes);
    i4 better = beats(v, best);
    best = choose(better, v, best);
    winner = (better & cell) | (winner & ~better);
    cell++;
  })
  f4 gradient = take(upstream, lanes);
  cell = 0;
  EACH_CELL({
    f4 share = choose(winner == cell, gradient, splat(0));
    put(dx + at, take(dx + at, lanes) + share, lanes);
    cell++;
  })
}

EXPORT void maxPool2dGradient(const float *upstream, const float *input, float *dx, WINDOWS) {
#define BODY(lanes) route(window, upstream + out + c, input + c, dx + c, lanes);
  EACH_WINDOW(CLEAR_IMAGE, BODY)
#undef BODY
}

INLINE f4 average(Window window, const float *x, int lanes) {
  f4 sum = splat(0);
  EACH_CELL({ sum += take(x + at, lanes); })
  return sum / splat((float)most(1, window.rows * window.columns));
}

EXPORT void avgPool2d(const float *input, float *output, WINDOWS) {
#define BODY(lanes) put(output + out + c, average(window, input + c, lanes), lanes);
  EACH_WINDOW(NOTHING, BODY)
#undef BODY
}

INLINE void share(Window window, const float *upstream, float *dx, int lanes) {
  f4 each = take(upstream, lanes) / splat((float)most(1, window.rows * window.columns));
  EACH_CELL({ put(dx + at, take(dx + at, lanes) + each, lanes); })
}

EXPORT void avgPool2dGradient(const float *upstream, float *dx, WINDOWS) {
#define BODY(lanes) share(window, upstream + out + c, dx + c, lanes);
  EACH_WINDOW(CLEAR_IMAGE, BODY)
#undef BODY
}
