/*
 * Sums down the columns of a matrix (the rows are all places of all images, the columns the channels), and batch
 * normalisation, which is made of them. A sum is taken in float32 over 64 rows at a time and those parts in float64, in
 * their order: exact enough for a million rows, and the same every time.
 */
#include "vectors.h"

#define BLOCK_ROWS 64


/*
 * The terms of a sum at one place. They take the place in the array `at` and the column, and work on a vector or, as
 * plain C does for both, on one float.
 */
#define ADD_UP(totals, TERM)                                                                \
  for (int c = 0; c < columns; c++) totals[c] = 0;                                          \
  for (int from = 0; from < rows; from += BLOCK_ROWS) {                                     \
    int to = least(from + BLOCK_ROWS, rows);                                                \
    int c = 0;                                                                              \
    for (; c + 16 <= columns; c += 16) {                                                    \
      f4 s0 = splat(0), s1 = s0, s2 = s0, s3 = s0;                                          \
      for (int row = from; row < to; row++) {                                               \
        int at = row * columns + c;                                                         \
        s0 += TERM(load, at, c);                                                            \
        s1 += TERM(load, at + 4, c + 4);                                                    \
        s2 += TERM(load, at + 8, c + 8);                                                    \
        s3 += TERM(load, at + 12, c + 12);                                                  \
      }                                                                                     \
      addTo(totals + c, s0);                                                                \
      addTo(totals + c + 4, s1);                                                            \
      addTo(totals + c + 8, s2);                                                            \
      addTo(totals + c + 12, s3);                                                           \
    }                                                                                       \
    for (; c + 4 <= columns; c += 4) {                                                      \
      f4 sum = splat(0);                                                                    \
      for (int row = from; row < to; row++) sum += TERM(load, row * columns + c, c);        \
      addTo(totals + c, sum);                                                               \
    }                                                                                       \
    for (; c < columns; c++) {                                                              \
      float sum = 0;                                                                        \
      for (int row = from; row < to; row++) sum += TERM(single, row * columns + c, c);      \
      totals[c] += sum;                                                                     \
    }                                                                                       \
  }

INLINE void addTo(double *totals, f4 sum) {
  totals[0] += sum[0];
  totals[1] += sum[1];
  totals[2] += sum[2];
  totals[3] += sum[3];
}
INLINE float single(const float *p) { return *p; }

INLINE void sumColumns(const float *x, float *out, double *totals, int rows, int columns, double scale) {
#define TERM(get, at, c) get(x + (at))
  ADD_UP(totals, TERM)
#undef TERM
  for (int c = 0; c < columns; c++) out[c] = (float)(totals[c] * scale);
}

/* out[group, c] = scale·Σ_row x[group, row, c]; `totals` is memory for `columns` doubles. */
EXPORT void columnSums(const float *x, float *out, double *totals, int groups, int rows, int columns, double scale) {
  for (int group = 0; group < groups; group++) {
    sumColumns(x + group * rows * columns, out + group * columns, totals, rows, columns, scale);
  }
}

/* As rows of four so that one walk serves vectors and what is left over. */
#define EACH_PLACE(BODY)                                        \
  for (int row = 0; row < rows; row++) {                        \
    int c = 0;                                                  \
    for (; c + 4 <= columns; c += 4) {                          \
      int at = row * columns + c;                               \
      BODY(load, store)                                         \
    }                                                           \
    for (; c < columns; c++) {                                  \
      int at = row * columns + c;                               \
      BODY(single, storeSingle)                                 \
    }                                                           \
  }
INLINE void storeSingle(float *p, float x) { *p = x; }

/*
 * mean, variance (of the whole batch, divided by the number of rows), and output = gamma·(x − mean)/√(variance + epsilon) +
 * beta. `scratch` is memory for 2·columns doubles.
 */
EXPORT void batchNormTraining(const float *x, const float *gamma, const float *beta, float *output, float *mean,
                              float *variance, double *scratch, int rows, int columns, double epsilon) {
  sumColumns(x, mean, scratch, rows, columns, 1.0 / rows);
  {
#define CENTRED(get, at, c) (get(x + (at)) - get(mean + (c)))
#define TERM(get, at, c) (CENTRED(get, at, c) * CENTRED(get, at, c))
    ADD_UP(scratch, TERM)
#undef TERM
  }
  float *factor = (float *)(scratch + columns);
  for (int c = 0; c < columns; c++) {
    variance[c] = (float)(scratch[c] / rows);
    factor[c] = (float)(gamma[c] / __builtin_sqrt(variance[c] + epsilon));
  }
#define BODY(get, set) set(output + at, CENTRED(get, at, c) * get(factor + c) + get(beta + c));
  EACH_PLACE(BODY)
#undef BODY
#undef CENTRED
}

/*
 * The gradients of batch normalisation in training. With n rows and x̂ = (x − mean)/√(variance + epsilon):
 * dbeta = Σ upstream, dgamma = Σ upstream·x̂, dx = gamma/√(variance + epsilon)·(upstream − dbeta/n − x̂·dgamma/n)
 * (Ioffe and Szegedy 2015, section 3, with the sums taken out). `scratch` is memory for 3·columns doubles.
 */
EXPORT void batchNormGradient(const float *upstream, const float *x, const float *gamma, const float *mean,
                              const float *variance, float *dx, float *dgamma, float *dbeta, double *scratch, int rows,
                              int columns, double epsilon) {
  float *scale = (float *)(scratch + columns);
  float *slope = scale + columns;
  float *shift = slope + columns;
  sumColumns(upstream, dbeta, scratch, rows, columns, 1);
  for (int c = 0; c < columns; c++) shift[c] = (float)(scratch[c] / rows);
  {
#define TERM(get, at, c) (get(upstream + (at)) * (get(x + (at)) - get(mean + (c))))
    ADD_UP(scratch, TERM)
#undef TERM
  }
  for (int c = 0; c < columns; c++) {
    double inverse = 1 / __builtin_sqrt(variance[c] + epsilon);
    dgamma[c] = (float)(scratch[c] * inverse);
    scale[c] = (float)(gamma[c] * inverse);
    slope[c] = (float)(scratch[c] * inverse * inverse / rows);
  }
#define BODY(get, set)   \
  set(dx + at,           \
      get(scale + c) * (get(upstream + at) - get(shift + c) - (get(x + at) - get(mean + c)) * get(slope + c)));
  EACH_PLACE(BODY)
#undef BODY
}
