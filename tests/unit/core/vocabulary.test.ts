/**
 * Every formula of the vocabulary through everything that is done with one: printed and read again, set in LaTeX,
 * simplified, differentiated, and compiled to each form there is. What is shown has the values of what is computed.
 */
import katex from 'katex';
import { describe, expect, it } from 'vitest';
import {
  compile,
  differentiate,
  type Environment,
  type Expr,
  equal,
  evaluate,
  mapArrays,
  parse,
  print,
  simplify,
  symbols,
  toLatex,
} from '@/core/expr';
import { explain } from '@/core/interpreter/explain';
import { interpret } from '@/core/interpreter/interpret';
import { runWasm, runWgsl } from '../../support/compiled';
import { feedsFor, numbers } from '../../support/graphs';
import {
  type Formula,
  LOSS_SPECS,
  lossGraphs,
  OPTIMIZER_SPECS,
  trainedGraph,
  vocabulary,
} from '../../support/vocabulary';

const FORMULAS = vocabulary();
const named = FORMULAS.map((formula) => [`${formula.name}: ${print(formula.expr)}`, formula] as const);
const renders = (latex: string) => katex.renderToString(latex, { throwOnError: true, strict: 'ignore' });

/** Points where a formula might be asked: probabilities, small numbers of either sign, and larger ones. */
function pointsOf({ expr, stable, constants }: Formula): Environment[] {
  const names = [...new Set([...symbols(expr), ...(stable ? symbols(stable) : [])])].filter((n) => !(n in constants));
  return Array.from({ length: 24 }, (_, i) => {
    const random = numbers(`${print(expr)} ${i}`, names.length);
    const value = (v: number) => (i % 3 === 0 ? 1 / (1 + Math.exp(-v)) : i % 3 === 1 ? v : 4 * Math.abs(v) + 0.1);
    const step = (name: string) => (name === 't' ? { t: [1, 2, 10, 1000][i % 4] } : null);
    return Object.assign({ ...constants }, ...names.map((name, k) => step(name) ?? { [name]: value(random[k]) }));
  });
}

const finite = (expr: Expr, points: Environment[]) => points.filter((at) => Number.isFinite(evaluate(expr, at)));
const near = (a: number, b: number, relative: number) => Math.abs(a - b) <= relative * Math.max(1, Math.abs(b));

it('is all there', () => {
  expect(FORMULAS.length).toBeGreaterThan(150);
  // Not everything has a form in WebAssembly or WGSL; most of it must, or nothing would be compared.
  for (const run of [runWasm, runWgsl]) {
    expect(FORMULAS.filter(({ expr }) => run(expr, []) !== null).length).toBeGreaterThan(80);
  }
});

describe.each(named)('%s', (_name, formula) => {
  const { expr, stable } = formula;
  const forms = stable ? [expr, stable] : [expr];
  const points = pointsOf(formula);

  it('is printed and read again', () => {
    for (const form of forms) expect(equal(parse(print(form)), form)).toBe(true);
  });

  it('is set by KaTeX, with symbols and with numbers', () => {
    for (const form of [...forms, simplify(expr)]) {
      for (const latex of [toLatex(form), toLatex(form, { values: points[0] })]) {
        expect(latex).not.toMatch(/undefined|NaN/);
        expect(() => renders(latex), latex).not.toThrow();
      }
    }
  });

  it('has finite values, and the same when simplified', () => {
    const computed = stable ?? expr;
    const sound = finite(computed, points);
    expect(sound.length).toBeGreaterThan(5);
    for (const at of sound) expect(near(evaluate(simplify(computed), at), evaluate(computed, at), 1e-9)).toBe(true);
  });

  it('compiles to functions, to loops over arrays, to WebAssembly and to WGSL with the values it has', () => {
    for (const form of forms) {
      const names = symbols(form);
      const sound = finite(form, points);
      const f = compile(form, names);
      const columns = names.map((name) => Float64Array.from(sound, (at) => at[name]));
      const mapped = mapArrays(form, names, columns, sound.length);
      for (const [i, at] of sound.entries()) {
        expect(f(...names.map((name) => at[name]))).toBe(evaluate(form, at));
        expect(mapped[i]).toBe(evaluate(form, at));
      }
      for (const run of [runWasm, runWgsl]) {
        const values = run(form, sound);
        for (const [i, at] of sound.entries()) {
          if (!values) break;
          // In float32 the inputs are rounded too; a formula that rounding carries far is not told by it.
          const rounded = Object.fromEntries(Object.entries(at).map(([name, v]) => [name, Math.fround(v)]));
          const exact = evaluate(form, rounded);
          if (!near(exact, evaluate(form, at), 1e-5)) continue;
          expect(near(values[i], exact, 1e-3), `${run.name} at ${JSON.stringify(at)}`).toBe(true);
        }
      }
    }
  });

  it.skipIf(formula.update)('is differentiated as central differences say, away from kinks', () => {
    const computed = stable ?? expr;
    for (const name of symbols(computed)) {
      if (name in formula.constants) continue;
      const slope = differentiate(computed, name);
      for (const at of finite(computed, points)) {
        const step = (h: number) => evaluate(computed, { ...at, [name]: at[name] + h });
        const central = (h: number) => (step(h) - step(-h)) / (2 * h);
        const [coarse, fine] = [central(2e-4), central(1e-4)];
        const oneSided = (step(1e-4) - step(0)) / 1e-4;
        // Near a kink, a jump or an edge of the domain, the differences disagree among themselves.
        if (!near(coarse, fine, 1e-5) || !near(oneSided, fine, 1e-2)) continue;
        expect(near(evaluate(slope, at), (4 * fine - coarse) / 3, 1e-5), `∂/∂${name} at ${JSON.stringify(at)}`).toBe(
          true,
        );
      }
    }
  });

  if (stable) {
    it('shows what is computed: both forms agree wherever the shown one can be evaluated', () => {
      const sound = finite(expr, points);
      expect(sound.length).toBeGreaterThan(5);
      for (const at of sound)
        expect(near(evaluate(stable, at), evaluate(expr, at), 1e-10), JSON.stringify(at)).toBe(true);
    });
  }
});

describe('explanations', () => {
  const graphs = [
    ...LOSS_SPECS.flatMap((spec) => lossGraphs(spec).map((graph) => [`loss ${JSON.stringify(spec)}`, graph] as const)),
    ...OPTIMIZER_SPECS.map((spec) => [`optimizer ${JSON.stringify(spec)}`, trainedGraph(spec)] as const),
  ];

  it.each(graphs)('of %s are set by KaTeX and say the value', (_name, graph) => {
    const feeds = feedsFor(graph, { oneHot: true });
    feeds.set('mask', Float64Array.of(1, 1));
    feeds.set('sampleWeight', Float64Array.of(1, 2));
    if (graph.layers.length === 0)
      feeds.set(
        'input',
        (feeds.get('input') as Float64Array).map((v) => 1 / (1 + Math.exp(-v))),
      );
    const trace = interpret(graph, feeds);
    for (const { id, name } of graph.nodes) {
      if (!trace.values[id].every(Number.isFinite)) continue;
      const said = explain(trace, id, 0);
      expect(said.value).toBe(trace.values[id][0]);
      for (const latex of [said.left, said.symbols, said.numbers]) {
        expect(latex, `${name}: ${latex}`).not.toMatch(/undefined|NaN/);
        expect(() => renders(latex), `${name}: ${latex}`).not.toThrow();
      }
    }
  });
});
