/** `matMul`: the product of two matrices, either of them transposed on the way. */
import { stridesOf } from '../graph/shape';
import type { Shape } from '../graph/types';
import { productChain } from './chain';
import { matMul } from './emit';
import { writeSum } from './sums';
import { type ExplainContext, GraphError, type OpDefinition, term } from './types';
import { assigned, transposed } from './whole';

interface MatMulAttrs {
  transposeA: boolean;
  transposeB: boolean;
}

const attrsOf = (attrs: Readonly<Record<string, unknown>>) => attrs as unknown as MatMulAttrs;

/** Rows, inner size and columns, and the strides with which row/inner and inner/column are walked. */
function layout(a: Shape, b: Shape, { transposeA, transposeB }: MatMulAttrs) {
  const [a0, a1] = stridesOf(a);
  const [b0, b1] = stridesOf(b);
  return {
    m: transposeA ? a[1] : a[0],
    k: transposeA ? a[0] : a[1],
    n: transposeB ? b[0] : b[1],
    aRow: transposeA ? a1 : a0,
    aInner: transposeA ? a0 : a1,
    bInner: transposeB ? b1 : b0,
    bColumn: transposeB ? b0 : b1,
  };
}

/** Which operand is the arriving gradient: the one that is itself of the backward phase, or fed as such. */
function upstreamOf({ inputs: [{ node }] }: ExplainContext): 0 | 1 {
  return node.phase === 'backward' || node.name === 'upstream' ? 0 : 1;
}

export const matMulOp: OpDefinition = {
  name: 'matMul',

  shape([a, b], attrs) {
    if (a.length !== 2 || b.length !== 2) throw new GraphError('matMulRank', { a: `[${a}]`, b: `[${b}]` });
    const { m, k, n } = layout(a, b, attrsOf(attrs));
    const inner = attrsOf(attrs).transposeB ? b[1] : b[0];
    if (k !== inner) throw new GraphError('matMulInner', { a: `[${a}]`, b: `[${b}]` });
    return [m, n];
  },

  // With C = A·B: ∂L/∂A = ∂L/∂C·Bᵀ and ∂L/∂B = Aᵀ·∂L/∂C (Goodfellow, Bengio, Courville: Deep Learning, 6.5.6).
  vjp(sink, node, upstream, index) {
    const [a, b] = node.inputs;
    const { transposeA, transposeB } = attrsOf(node.attrs);
    if (index === 0) {
      return transposeA
        ? matMul(sink, b, upstream, { transposeA: transposeB, transposeB: true })
        : matMul(sink, upstream, b, { transposeB: !transposeB });
    }
    return transposeB
      ? matMul(sink, upstream, a, { transposeA: true, transposeB: transposeA })
      : matMul(sink, a, upstream, { transposeA: !transposeA });
  },

  evaluate([a, b], node) {
    const { m, k, n, aRow, aInner, bInner, bColumn } = layout(a.shape, b.shape, attrsOf(node.attrs));
    const out = new Float64Array(m * n);
    // Inner index in the middle loop: the innermost loop walks along rows of B and of the output.
    for (let row = 0; row < m; row++) {
      for (let inner = 0; inner < k; inner++) {
        const factor = a.data[row * aRow + inner * aInner];
        let at = inner * bInner;
        const end = row * n + n;
        for (let to = row * n; to < end; to++, at += bColumn) out[to] += factor * b.data[at];
      }
    }
    return out;
  },

  explain(context) {
    const { node, inputs, element } = context;
    const [a, b] = inputs;
    const { k, n, aRow, aInner, bInner, bColumn } = layout(a.tensor.shape, b.tensor.shape, attrsOf(node.attrs));
    const row = Math.floor(element / n);
    const column = element % n;
    const terms = Array.from({ length: k }, (_, inner) => {
      const left = row * aRow + inner * aInner;
      const right = inner * bInner + column * bColumn;
      return term([
        { node: a.node.id, element: left, value: a.tensor.data[left] },
        { node: b.node.id, element: right, value: b.tensor.data[right] },
      ]);
    });
    const { transposeA, transposeB } = attrsOf(node.attrs);
    const left = context.symbolAt(a.node, transposeA ? ['k', row] : [row, 'k']);
    const right = context.symbolAt(b.node, transposeB ? [column, 'k'] : ['k', column]);
    const general = `\\sum_{k=1}^{${k}} ${left} \\, ${right}`;
    return {
      kind: 'sumOfProducts',
      ...writeSum(context, terms, general),
      terms,
      chain: productChain(context, terms, upstreamOf(context)),
    };
  },
  whole: {
    matrix({ node, symbols: [a, b] }) {
      const { transposeA, transposeB } = attrsOf(node.attrs);
      return `${transposeA ? transposed(a) : a} \\, ${transposeB ? transposed(b) : b}`;
    },
    code(context) {
      const { transposeA, transposeB } = attrsOf(context.node.attrs);
      const [a, b] = context.names;
      return assigned(context, `${a}${transposeA ? '.T' : ''} @ ${b}${transposeB ? '.T' : ''}`);
    },
  },
};
