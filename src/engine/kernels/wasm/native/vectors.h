/*
 * Four floats at once. Written with the compiler's own vectors, so that the same source gives SIMD where the target has it
 * and plain code where it has not.
 */
#ifndef VECTORS_H
#define VECTORS_H

#define EXPORT __attribute__((visibility("default")))
/* Helpers must vanish into their callers: a call that keeps arrays would need a stack, and there is none (build.mjs). */
#define INLINE static inline __attribute__((always_inline))

typedef float f4 __attribute__((vector_size(16)));
typedef int i4 __attribute__((vector_size(16)));
typedef float f4u __attribute__((vector_size(16), aligned(4)));

INLINE f4 load(const float *p) { return *(const f4u *)p; }
INLINE void store(float *p, f4 v) { *(f4u *)p = v; }
INLINE f4 splat(float x) { return (f4){x, x, x, x}; }
/* Lanes of a where the mask is set, else of b. */
INLINE f4 choose(i4 mask, f4 a, f4 b) { return (f4)(((i4)a & mask) | ((i4)b & ~mask)); }

INLINE int least(int a, int b) { return a < b ? a : b; }
INLINE int most(int a, int b) { return a > b ? a : b; }
INLINE int roundUp(int x, int to) { return (x + to - 1) / to * to; }

INLINE void clear(float *out, int count) {
  int i = 0;
  for (; i + 4 <= count; i += 4) store(out + i, splat(0));
  for (; i < count; i++) out[i] = 0;
}

INLINE void copy(const float *from, float *to, int count) {
  int i = 0;
  for (; i + 4 <= count; i += 4) store(to + i, load(from + i));
  for (; i < count; i++) to[i] = from[i];
}

#endif
