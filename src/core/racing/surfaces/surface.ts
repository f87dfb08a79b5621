/**
 * A surface that can be computed: f, its gradient and its curvature, all derived from the one text by core/expr. Where f
 * is a mean over samples, also the gradient of a few of them.
 */
import { compile, differentiate, type Expr, parse, symbols } from '../../expr';
import { GraphError } from '../../ops/types';
import type { SurfaceDefinition } from '../types';
import { partsOf } from './parts';

/** The names of the two coordinates. */
export const COORDINATES = ['x', 'y'] as const;

/** Larger first derivatives are not differentiated once more; their curvature comes from differences. */
export const MOST_TWICE = 600;

/** The second derivatives: f_xx, f_xy, f_yy. */
export type Hessian = [xx: number, xy: number, yy: number];

/** f over the plane, ready to be computed. */
export interface Surface extends SurfaceDefinition {
  expr: Expr;
  /** ∂f/∂x and ∂f/∂y, simplified: for formulas. */
  gradientExpr: readonly [Expr, Expr];
  /** ∂²f/∂x², ∂²f/∂x∂y, ∂²f/∂y²; null where the gradient is too long to be differentiated once more. */
  hessianExpr: readonly [Expr, Expr, Expr] | null;
  /** Whether the curvature is the same everywhere. */
  quadratic: boolean;
  /** f at a point; NaN or infinite where it has no value. */
  value(x: number, y: number): number;
  /**
   * The gradient at a point, without noise. At a minimum that is a kink it is 0, as 0 is always a subgradient there.
   * NaN where there is none.
   */
  gradient(x: number, y: number): [number, number];
  /**
   * The mean gradient of some samples, given by their indices. Without samples: the gradient.
   * @param indices of `samples`, as `drawnSamples` gives them.
   */
  sampleGradient(x: number, y: number, indices: ArrayLike<number>): [number, number];
  /** Second derivatives at a point; from central differences of the gradient where `hessianExpr` is null. */
  hessian(x: number, y: number): Hessian;
}

const fn = (expr: Expr): ((x: number, y: number) => number) => compile(expr, COORDINATES);
const gradientOf = (expr: Expr): [Expr, Expr] => [differentiate(expr, 'x'), differentiate(expr, 'y')];

type Gradient = (x: number, y: number) => [number, number];

function compiledGradient(exprs: readonly [Expr, Expr]): Gradient {
  const [gx, gy] = exprs.map(fn);
  return (x, y) => [gx(x, y), gy(x, y)];
}

/** Half the distance of two gradients whose difference is a second derivative. */
const H = 1e-4;

function differencedHessian(gradient: Gradient): Surface['hessian'] {
  return (x, y) => {
    const [hx, hy] = [H * Math.max(1, Math.abs(x)), H * Math.max(1, Math.abs(y))];
    const [right, left] = [gradient(x + hx, y), gradient(x - hx, y)];
    const [up, down] = [gradient(x, y + hy), gradient(x, y - hy)];
    const xy = ((right[1] - left[1]) / hx + (up[0] - down[0]) / hy) / 4;
    return [(right[0] - left[0]) / (2 * hx), xy, (up[1] - down[1]) / (2 * hy)];
  };
}

/** The derivative, if it is written out in no more than so many parts. @throws GraphError `tooLarge`. */
function limited(expr: Expr, name: string, limit: number): Expr {
  const derivative = differentiate(expr, name);
  if (partsOf(derivative, limit) > limit) throw new GraphError('tooLarge', { limit });
  return derivative;
}

/**
 * Compiled once for a registered definition; see `surfaceOf`.
 * @param mostParts of a first derivative.
 * @throws ExprSyntaxError when the text is none in x and y; GraphError `tooLarge` for a longer derivative.
 */
export function surfaceFrom(definition: SurfaceDefinition, mostParts = Number.POSITIVE_INFINITY): Surface {
  const expr = parse(definition.text, COORDINATES);
  const gradientExpr = [limited(expr, 'x', mostParts), limited(expr, 'y', mostParts)] as const;
  const long = gradientExpr.some((part) => partsOf(part, MOST_TWICE) > MOST_TWICE);
  const hessianExpr = long
    ? null
    : ([...gradientOf(gradientExpr[0]), differentiate(gradientExpr[1], 'y')] as [Expr, Expr, Expr]);
  const plain = compiledGradient(gradientExpr);
  const gradient: Gradient = (x, y) => {
    const g = plain(x, y);
    const kink = Number.isNaN(g[0] + g[1]) && definition.minima.some((at) => at.x === x && at.y === y);
    return kink ? [0, 0] : g;
  };
  const samples = definition.samples?.map((text) => compiledGradient(gradientOf(parse(text, COORDINATES))));
  const second = hessianExpr?.map(fn);
  return {
    ...definition,
    expr,
    gradientExpr,
    hessianExpr,
    quadratic: hessianExpr?.every((part) => symbols(part).length === 0) ?? false,
    value: fn(expr),
    gradient,
    sampleGradient(x, y, indices) {
      if (!samples) return gradient(x, y);
      let [gx, gy] = [0, 0];
      for (let i = 0; i < indices.length; i++) {
        const g = samples[indices[i]](x, y);
        gx += g[0];
        gy += g[1];
      }
      return [gx / indices.length, gy / indices.length];
    },
    hessian: second ? (x, y) => [second[0](x, y), second[1](x, y), second[2](x, y)] : differencedHessian(gradient),
  };
}
