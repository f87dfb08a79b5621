/**
 * A graph in the two notations that know no indices: every node as one line of matrix algebra and as code for NumPy. The
 * operations say what they do (`whole`); here their inputs get names.
 */
import type { Graph, GraphNode } from '../graph/types';
import { opOf } from '../ops';

/** A node in both notations. */
export interface Whole {
  node: number;
  /** LaTeX of the node, and of how it comes about. */
  left: string;
  /** What stands between the two: leaves are members of a space, updates replace what was. */
  relation: '=' | '\\in' | '\\leftarrow';
  right: string;
  /** Statements of Python; the last ones leave the value in `name`. */
  code: string[];
  name: string;
  /** The arrays that go in, each once. */
  inputs: number[];
}

/** A sum that only adds a bias is written together with the product in front of it: `Z = X W + b`. */
const INLINE = new Set(['matMul', 'conv2d', 'depthwiseConv2d']);

/** The node whose line is written inside that of `node`, or null. */
export function inlined(graph: Graph, node: GraphNode): GraphNode | null {
  if (node.op !== 'elementwise' || node.attrs.definition !== 'biasAdd') return null;
  const first = graph.nodes[node.inputs[0]];
  return INLINE.has(first.op) && first.phase === node.phase ? first : null;
}

/** Letters that stand for arrays of rows and columns are capital: z becomes Z, \hat{y} becomes \hat{Y}. */
function capital(symbol: string): string {
  return symbol.replace(/^(\\(?:hat|tilde|bar)\{)?([a-z])(?![a-z])/, (_, accent = '', letter: string) => {
    return `${accent}${letter.toUpperCase()}`;
  });
}

const symbolsOf = new WeakMap<Graph, Set<string>>();

/** Whether another value goes by that symbol already. */
function taken(graph: Graph, symbol: string): boolean {
  let own = symbolsOf.get(graph);
  if (own === undefined) {
    own = new Set(graph.nodes.map((node) => node.symbol));
    symbolsOf.set(graph, own);
  }
  return own.has(symbol);
}

function relationOf({ op, phase, attrs }: GraphNode): Whole['relation'] {
  if (op === 'leaf') return attrs.value === undefined ? '\\in' : '=';
  return phase === 'update' ? '\\leftarrow' : '=';
}

/** LaTeX of a node as a whole. */
export function wholeSymbol(graph: Graph, id: number): string {
  const node = graph.nodes[id];
  if (node.gradientOf !== null) return `\\frac{\\partial L}{\\partial ${wholeSymbol(graph, node.gradientOf)}}`;
  const way = node.flow ?? node.part;
  if (way) {
    const [target, source] = [wholeSymbol(graph, way.to), wholeSymbol(graph, way.from)];
    return `\\left.\\frac{\\partial L}{\\partial ${target}}\\right|_{${source}}`;
  }
  const rows = node.shape.length > 1 && node.role !== 'weight' && node.role !== 'state' && node.phase !== 'update';
  if (!rows) return node.symbol;
  const large = capital(node.symbol);
  return taken(graph, large) ? node.symbol : large;
}

const GREEK_IN_CODE: Readonly<Record<string, string>> = { varepsilon: 'eps', epsilon: 'eps', lambda: 'lam' };

/** A symbol as an identifier: `W^{(1)}` W1, `\hat{m}` m_hat, `\Delta\theta` Delta_theta. */
export function identifier(symbol: string): string {
  const text = symbol
    .replace(/\\(?:mathrm|text|operatorname|boldsymbol|mathbf|mathcal)(?=\{)/g, '')
    .replace(/\\(hat|tilde|bar|overline)\{([^{}]*)\}/g, (_, accent: string, of: string) => `${of}_${accent}`)
    .replace(/\\sqrt/g, 'root ')
    .replace(/'/g, '_new')
    .replace(
      /\\\|([^|]*)\\\|(\^\{?2\}?)?/g,
      (_, of: string, square?: string) => `norm_${of}${square ? '_squared' : ''}`,
    )
    .replace(/\^\{?2\}?/g, '_squared')
    .replace(/\^\{\((\d+)\)\}/g, '$1')
    .replace(/\\([a-zA-Z]+)/g, (_, word: string) => ` ${GREEK_IN_CODE[word] ?? word} `)
    .replace(/([a-z]) (\d)/g, '$1$2')
    .trim()
    .replace(/[^A-Za-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '');
  if (text === '') return 'value';
  return /^\d/.test(text) ? `v${text}` : text;
}

/** What is appended where two arrays go by the same symbol. */
const MOVED: Readonly<Record<string, string>> = {
  reshape: 'reshaped',
  transpose: 'T',
  broadcastTo: 'repeated',
  slice: 'part',
  pad: 'padded',
};

/** The scalars' symbols are taken (t is the target, too); in code they go by these names. */
const SCALARS: Readonly<Record<string, string>> = { seed: 'seed', step: 'step', learningRate: 'eta' };

class Names {
  private readonly names = new Map<number, string>();
  private readonly taken = new Set<string>();
  /** New values of weights and states go by the name of the old ones. */
  private readonly renewed = new Map<number, number>();

  constructor(private readonly graph: Graph) {
    for (const { node, update } of graph.states) this.renewed.set(update, node);
    for (const { name, node } of graph.weights) {
      const updated = graph.updates.get(name);
      if (updated !== undefined) this.renewed.set(updated, node);
    }
    for (const node of graph.nodes) this.of(node.id);
  }

  of(id: number): string {
    const known = this.names.get(id);
    if (known !== undefined) return known;
    const name = this.make(this.graph.nodes[id]);
    this.names.set(id, name);
    return name;
  }

  private make(node: GraphNode): string {
    const old = this.renewed.get(node.id);
    if (old !== undefined && old !== node.id) return this.of(old);
    if (node.role === 'constant' && node.attrs.value !== undefined && node.gradientOf === null) {
      return node.shape.length === 0 ? String(node.attrs.value) : this.unique(`full_${identifier(node.symbol)}`, node);
    }
    if (node.role === 'scalar') return this.unique(SCALARS[node.name] ?? identifier(node.symbol), node);
    if (node.gradientOf !== null) return this.unique(`d${this.of(node.gradientOf)}`, node);
    const way = node.flow ?? node.part;
    if (way) {
      const path = `d${this.of(way.to)}_${this.of(way.from)}`;
      return this.unique(node.flow ? path : `${path}_${identifier(node.op)}`, node);
    }
    const own = identifier(node.symbol);
    const weight = this.weightOf(node);
    return this.unique(weight === null ? own : `${own}_${this.of(weight)}`, node);
    // What an optimizer keeps and computes there is one for each weight.
  }

  private weightOf(node: GraphNode): number | null {
    const { graph } = this;
    const path = node.role === 'state' ? node.name : /^update\/(.*)$/.exec(node.name)?.[1];
    const weight = path && graph.weights.find(({ name }) => path.startsWith(`${name}/`));
    return weight ? weight.node : null;
  }

  private unique(wanted: string, { op }: GraphNode): string {
    const moved = MOVED[op];
    const candidates = [wanted, ...(moved ? [`${wanted}_${moved}`] : [])];
    let name = candidates.find((candidate) => !this.taken.has(candidate));
    for (let n = 2; name === undefined; n++) {
      if (!this.taken.has(`${wanted}_${n}`)) name = `${wanted}_${n}`;
    }
    this.taken.add(name);
    return name;
  }
}

const named = new WeakMap<Graph, Names>();

/** The name of a node in code: `W1`, `dz2`, `m_hat_W1`; no two values of an iteration share one. */
export function codeName(graph: Graph, id: number): string {
  let names = named.get(graph);
  if (names === undefined) {
    names = new Names(graph);
    named.set(graph, names);
  }
  return names.of(id);
}

/**
 * How a node comes about, as matrix algebra and as code.
 * @param written LaTeX of an input instead of its symbol: its numbers as a matrix, say.
 */
export function wholeOf(graph: Graph, id: number, written: (id: number) => string | null = () => null): Whole {
  const node = graph.nodes[id];
  const { whole } = opOf(node.op);
  const inputs = node.inputs.map((input) => graph.nodes[input]);
  const out = codeName(graph, id);
  const context = {
    node,
    inputs,
    symbols: node.inputs.map((input) => written(input) ?? wholeSymbol(graph, input)),
    names: node.inputs.map((input) => codeName(graph, input)),
    out,
  };
  const left = wholeSymbol(graph, id);
  const relation = relationOf(node);
  const inner = inlined(graph, node);
  if (inner === null) {
    const used = [...new Set(node.inputs)];
    const right = whole.matrix(context);
    return { node: id, left, relation, right, code: whole.code(context), name: out, inputs: used };
  }
  const first = wholeOf(graph, inner.id, written);
  const right = whole.matrix({ ...context, symbols: [first.right, ...context.symbols.slice(1)] });
  // A product that is one expression stands inside the sum, one of several statements before it.
  const [line, ...more] = first.code;
  const product = line.startsWith(`${first.name} = `) && more.length === 0 ? line.slice(first.name.length + 3) : null;
  const code =
    product === null
      ? [...first.code, ...whole.code(context)]
      : whole.code({ ...context, names: [product, ...context.names.slice(1)] });
  const used = [...new Set([...first.inputs, ...node.inputs.slice(1)])];
  return { node: id, left, relation, right, code, name: out, inputs: used };
}
