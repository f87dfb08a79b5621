/*
 * Rows of a table: picked by number, added to by number, mixed by weights. Numbers are whole and held as floats; what is
 * no row's number picks zeros and is passed over.
 */
#include "vectors.h"

/* The row a number names, or -1. */
INLINE int rowOf(float number, int rows) {
  if (!(number >= 0 && number < (float)rows)) return -1;
  int row = (int)number;
  return (float)row == number ? row : -1;
}

INLINE void addScaled(const float *from, float scale, float *to, int count) {
  int i = 0;
  f4 factor = splat(scale);
  for (; i + 4 <= count; i += 4) store(to + i, load(to + i) + load(from + i) * factor);
  for (; i < count; i++) to[i] += from[i] * scale;
}

/* out[i] = table[numbers[i]]. */
EXPORT void gatherRows(const float *table, const float *numbers, float *out, int rows, int width, int count) {
  for (int i = 0; i < count; i++, out += width) {
    int row = rowOf(numbers[i], rows);
    if (row < 0) clear(out, width);
    else copy(table + row * width, out, width);
  }
}

/* out[row] = Σ over i with numbers[i] = row of upstream[i], in the order of i. */
EXPORT void scatterRows(const float *upstream, const float *numbers, float *out, int rows, int width, int count) {
  clear(out, rows * width);
  for (int i = 0; i < count; i++, upstream += width) {
    int row = rowOf(numbers[i], rows);
    if (row >= 0) addScaled(upstream, 1, out + row * width, width);
  }
}

/*
 * Mixes rows: out[group, r] = Σ over t in starts[r] … starts[r + 1] - 1 of weights[t]·x[group, sources[t]]. `from` and `to`
 * are how many rows a group of x and of out has.
 */
EXPORT void mixRows(const float *x, float *out, const int *starts, const int *sources, const float *weights, int groups,
                    int from, int to, int width) {
  for (int group = 0; group < groups; group++, x += from * width) {
    for (int row = 0; row < to; row++, out += width) {
      int first = starts[row], end = starts[row + 1];
      if (first == end) {
        clear(out, width);
        continue;
      }
      const float *source = x + sources[first] * width;
      f4 factor = splat(weights[first]);
      int i = 0;
      for (; i + 4 <= width; i += 4) store(out + i, load(source + i) * factor);
      for (; i < width; i++) out[i] = source[i] * weights[first];
      for (int t = first + 1; t < end; t++) addScaled(x + sources[t] * width, weights[t], out, width);
    }
  }
}
