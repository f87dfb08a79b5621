/**
 * The reference as files: every layer, activation, loss, optimizer, schedule, initializer, regularizer and
 * preprocessing with formula, derivative, plot, settings and source, in both languages, all read off the definitions.
 */
import { join } from 'node:path';
import { z } from 'zod';
import { ACTIVATIONS } from '@/core/activations';
import { compile, differentiate, simplify, toLatex } from '@/core/expr';
import { buildGraph, buildLayerGraph, buildLossGraph, buildOptimizerGraph } from '@/core/graph/build';
import type { ElementwiseAttrs, GraphNode } from '@/core/graph/types';
import { INITIALIZERS } from '@/core/initializers';
import { LAYERS } from '@/core/layers';
import { LOSSES } from '@/core/losses';
import { OPTIMIZERS, optimizerOf } from '@/core/optimizers';
import { commonSchema } from '@/core/optimizers/settings';
import { PREPROCESSINGS } from '@/core/preprocessing';
import { CONSTRAINTS, REGULARIZERS } from '@/core/regularizers';
import { SCHEDULES, scheduleOf } from '@/core/schedules';
import { reduceOnPlateauSettings } from '@/core/schedules/reduceOnPlateau';
import { LAYER_CASES } from '../../tests/support/layerCases';
import { display, linesOf } from './lines';
import { plot } from './plot';
import { settingsTable } from './settings';
import { sourcesOf } from './sources';
import { type Group, LANGUAGES, type Words, wordsOf } from './words';

/** Contents by path below docs/reference. */
export type Pages = Map<string, string>;

interface Section {
  kind: string;
  /** Markdown between the sentence about it and its settings. */
  body: string[];
  settings: string[];
  sources: string[];
}

interface Context {
  words: Words;
  root: string;
  /** Plots are shared by both languages. */
  pictures: Pages;
}

const folderOf = (root: string, name: string) => join(root, 'src/core', name);

function picture({ pictures, words }: Context, group: string, kind: string, svg: string): string {
  pictures.set(`plots/${group}-${kind}.svg`, svg);
  return `![${words.name(group, kind)}](../plots/${group}-${kind}.svg)`;
}

function activations(context: Context): Section[] {
  return Object.values(ACTIVATIONS).map(({ kind, elementwise, operation }) => {
    const sources = sourcesOf(folderOf(context.root, 'activations'), kind);
    if (!elementwise) {
      const body = display([
        operation === 'softmax' ? 'f(x)_i = \\frac{e^{x_i}}{\\sum_k e^{x_k}}' : 'f(x)_i = x_i - \\ln \\sum_k e^{x_k}',
      ]);
      return { kind, body, settings: [], sources };
    }
    const { expr, stable, derivative } = elementwise;
    const slope = simplify(derivative ?? differentiate(stable ?? expr, 'x'));
    const f = compile(stable ?? expr, ['x']);
    const slopeAt = compile(slope, ['x', 'y']);
    const svg = plot(
      kind,
      [
        { label: 'f(x)', at: f },
        { label: 'f′(x)', at: (x) => slopeAt(x, f(x)), dashed: true },
      ],
      { from: -4, to: 4, low: Math.max(-4, Math.min(-1, f(-4))), high: Math.min(4, Math.max(1.2, f(4))) },
    );
    const body = [
      ...display([`f(x) = ${toLatex(expr)}`, `f'(x) = ${toLatex(slope, { symbols: { y: 'f(x)' } })}`]),
      picture(context, 'activation', kind, svg),
      '',
    ];
    return { kind, body, settings: [], sources };
  });
}

/** Loss and gradient over one prediction, for a target of 1 (of two classes, the first being right). */
function lossPlot(kind: string): string | null {
  const graph = buildLossGraph({ kind }, [1, 1]);
  const element = graph.nodes.filter(
    (node) => node.op === 'elementwise' && node.phase === 'loss' && node.inputs.length > 1,
  );
  if (element.length !== 1) return null;
  const { expr, stable, args } = element[0].attrs as unknown as ElementwiseAttrs;
  const { constants } = element[0].attrs as unknown as ElementwiseAttrs;
  const target = args.includes('t') ? 't' : null;
  const free = args.find((name) => name !== 't');
  if (!target || !free || args.length !== 2) return null;
  const value = compile(stable ?? expr, [free, 't', ...Object.keys(constants)]);
  const slope = compile(simplify(differentiate(stable ?? expr, free)), [free, 't', ...Object.keys(constants)]);
  const rest = Object.values(constants);
  const probabilities = graph.nodes.some((node) => (node.attrs as { definition?: string }).definition === 'clip');
  const [from, to] = probabilities ? [0.02, 0.98] : [-3, 3];
  return plot(
    kind,
    [
      { label: 'L(ŷ), t = 1', at: (p) => value(p, 1, ...rest) },
      { label: '∂L/∂ŷ', at: (p) => slope(p, 1, ...rest), dashed: true },
    ],
    { from, to, low: -4, high: 4 },
  );
}

/** The prediction, and what it becomes when it is kept away from 0 and 1. */
function nameOfPrediction({ name, symbol }: GraphNode): string | null {
  if (name === 'input') return '\\hat{y}';
  return symbol === 'x' ? '\\tilde{y}' : null;
}

function losses(context: Context): Section[] {
  return Object.values(LOSSES).map(({ kind, settings }) => {
    const graph = buildLossGraph({ kind }, [2, 3]);
    const renamed = {
      ...graph,
      nodes: graph.nodes.map((node) => ({ ...node, symbol: nameOfPrediction(node) ?? node.symbol })),
    };
    const svg = lossPlot(kind);
    const body = [
      ...display(linesOf(renamed, (node) => node.phase === 'loss')),
      ...(svg ? [picture(context, 'loss', kind, svg), ''] : []),
    ];
    return {
      kind,
      body,
      settings: settingsTable(settings, context.words),
      sources: sourcesOf(folderOf(context.root, 'losses'), kind),
    };
  });
}

function optimizers(context: Context): Section[] {
  const { words } = context;
  return Object.values(OPTIMIZERS).map(({ kind, settings }) => {
    const graph = buildOptimizerGraph({ kind, learningRate: 0.1 }, [1]);
    const states = optimizerOf({ kind }).definition.state(optimizerOf({ kind }).settings);
    const names = states.map((state) => `\`${typeof state === 'string' ? state : state.name}\``).join(', ');
    // A state or the parameter stands on the left with its new value, on the right with its old one.
    const lines = linesOf(graph, (node) => node.phase === 'update').map((line) => line.replace(' = ', ' \\leftarrow '));
    const body = [
      ...display(
        lines.length === 1
          ? lines
          : [
              `\\begin{aligned}\n${lines.map((line) => line.replace('\\leftarrow', '&\\leftarrow')).join(' \\\\\n')}\n\\end{aligned}`,
            ],
      ),
      `${words.state}${words.colon}${names || words.none}`,
      '',
    ];
    return {
      kind,
      body,
      settings: settingsTable(settings, words),
      sources: sourcesOf(folderOf(context.root, 'optimizers'), kind),
    };
  });
}

/** What every optimizer accepts besides: clipping, and weight decay before its own lines. */
function commonSettings({ words }: Context): string[] {
  const graph = buildOptimizerGraph({ kind: 'sgd', learningRate: 0.1, weightDecay: 0.1 }, [1]);
  const decay = linesOf(graph, ({ name }) => name === 'update/theta/decayed');
  const shown = display(decay.map((line) => line.replace(' = ', ' \\leftarrow ')));
  return [`## ${words.everyOptimizer}`, '', ...shown, ...settingsTable(commonSchema, words)];
}

/** Settings with which a schedule's whole course fits the plot. */
const COURSES: Readonly<Record<string, Record<string, unknown>>> = {
  step: { stepSize: 200 },
  exponential: { decayRate: 0.004 },
  inverseTime: { decayRate: 0.01 },
  polynomial: { power: 2 },
  piecewise: { boundaries: [300, 700], values: [0.1, 0.03, 0.01] },
  cosineRestarts: { firstDecaySteps: 250 },
  points: {
    points: [
      [0, 0],
      [200, 0.1],
      [600, 0.08],
      [1000, 0],
    ],
  },
};

/** The one schedule that is no function of the step. */
function plateau({ root, words }: Context): Section {
  const kind = 'reduceOnPlateau';
  const settings = settingsTable(reduceOnPlateauSettings, words);
  return { kind, body: [], settings, sources: sourcesOf(folderOf(root, 'schedules'), kind) };
}

function schedules(context: Context): Section[] {
  const ofStep = Object.values(SCHEDULES).map(({ kind, settings }) => {
    const { expr, at } = scheduleOf({ kind, ...courseOf(kind) });
    const symbolic = SCHEDULES[kind].expr(SCHEDULES[kind].settings.parse(courseOf(kind)) as Record<string, unknown>);
    const svg = plot(kind, [{ label: 'η(t)', at: (t) => at(Math.round(t)) }], { from: 0, to: 1000, low: 0 });
    const shown = toLatex(symbolic).length < 900 ? symbolic : expr;
    const body = [...display([`\\eta(t) = ${toLatex(shown)}`]), picture(context, 'schedule', kind, svg), ''];
    return {
      kind,
      body,
      settings: settingsTable(settings, context.words),
      sources: sourcesOf(folderOf(context.root, 'schedules'), kind),
    };
  });
  return [...ofStep, plateau(context)];
}

/** The settings of COURSES that the schema of a schedule knows. */
function courseOf(kind: string): Record<string, unknown> {
  const given = COURSES[kind] ?? {};
  return SCHEDULES[kind].settings.safeParse(given).success ? given : {};
}

function initializers(context: Context): Section[] {
  const { words } = context;
  return Object.values(INITIALIZERS).map(({ kind, settings, distribution }) => {
    const sources = sourcesOf(folderOf(context.root, 'initializers'), kind);
    if (!distribution) return { kind, body: [], settings: settingsTable(settings, words), sources };
    const { mean, variance, support, density } = distribution(settings.parse({}), { fanIn: 100, fanOut: 50 });
    const facts = `fanIn = 100, fanOut = 50: ${words.mean} ${mean.toPrecision(3)}, ${words.variance} ${variance.toPrecision(3)}`;
    const body = [facts, ''];
    if (density && variance > 0) {
      const spread = 4 * Math.sqrt(variance);
      const [low, high] = [Math.max(support[0], -spread), Math.min(support[1], spread)];
      const room = (high - low) * 0.15;
      const svg = plot(kind, [{ label: 'p(w)', at: compile(density, ['x']) }], {
        from: low - room,
        to: high + room,
        low: 0,
      });
      body.push(picture(context, 'initializer', kind, svg), '');
    }
    return { kind, body, settings: settingsTable(settings, words), sources };
  });
}

function layers(context: Context): Section[] {
  const { words } = context;
  return Object.values(LAYERS).map(({ kind, settings }) => {
    const example = LAYER_CASES.find(({ layer }) => layer.kind === kind);
    const body: string[] = [];
    if (example) {
      const { layer, inputShape, otherShapes, mode = 'training' } = example;
      const graph = buildLayerGraph({ id: kind, ...layer }, { inputShape, otherShapes, batchSize: 2, mode });
      const shapes = [inputShape, ...(otherShapes ?? [])].map((shape) => `[${shape.join(', ')}]`).join(', ');
      const output = graph.nodes[graph.output].shape.slice(1).join(', ');
      body.push(`${words.example}${words.colon}\`${JSON.stringify(layer)}\`, ${shapes} → [${output}]`, '');
      body.push(...display(linesOf(graph, (node) => node.phase === 'forward')));
      if (graph.weights.length > 0) {
        const weights = graph.weights.map(
          ({ name, shape }) => `\`${name.split('/').slice(1).join('/')}\` [${shape.join(', ')}]`,
        );
        body.push(`${words.weights}${words.colon}${weights.join(', ')}`, '');
      }
    }
    return {
      kind,
      body,
      settings: settingsTable(settings, words),
      sources: sourcesOf(folderOf(context.root, 'layers'), kind),
    };
  });
}

/** What is added to the loss or done after an update, as nodes of a network with one kernel. */
function regularizers(context: Context): Section[] {
  return [...Object.entries(REGULARIZERS), ...Object.entries(CONSTRAINTS)].map(([kind, schema]) => {
    const setting = kind in REGULARIZERS ? 'kernelRegularizer' : 'kernelConstraint';
    const graph = buildGraph(
      {
        format: 1,
        input: { shape: [2] },
        layers: [{ id: 'd', kind: 'dense', units: 2, useBias: false, [setting]: { kind } }],
        loss: { kind: 'meanSquaredError' },
      },
      { batchSize: 1, mode: 'training', optimizer: { kind: 'sgd', learningRate: 0.1 } },
    );
    const own = /^(loss\/penalty|loss\/total|update\/d\/kernel\/(squares|norm|constrained))/;
    const body = display(linesOf(graph, ({ name }) => own.test(name)));
    const shown = z.object(withoutKind(schema.shape));
    const settings = settingsTable(shown, context.words);
    return { kind, body, settings, sources: sourcesOf(folderOf(context.root, 'regularizers'), kind) };
  });
}

function withoutKind({ kind: _kind, ...settings }: z.ZodRawShape & { kind: z.ZodType }): z.ZodRawShape {
  return settings;
}

function preprocessings(context: Context): Section[] {
  return Object.values(PREPROCESSINGS).map(({ kind, settings }) => ({
    kind,
    body: [],
    settings: settingsTable(settings, context.words),
    sources: sourcesOf(folderOf(context.root, 'preprocessing'), kind),
  }));
}

interface Page {
  group: Group;
  sections: (context: Context) => Section[];
  /** What is true of all of them, below. */
  common?: (context: Context) => string[];
}

const GROUPS: readonly Page[] = [
  { group: 'layer', sections: layers },
  { group: 'activation', sections: activations },
  { group: 'loss', sections: losses },
  { group: 'optimizer', sections: optimizers, common: commonSettings },
  { group: 'schedule', sections: schedules },
  { group: 'initializer', sections: initializers },
  { group: 'regularizer', sections: regularizers },
  { group: 'preprocessing', sections: preprocessings },
];

function pageOf(group: Group, sections: Section[], common: string[], words: Words): string {
  const lines = [`# ${words.group(group)}`, '', words.note, ''];
  for (const { kind, body, settings, sources } of sections) {
    lines.push(`## ${words.name(group, kind)} (\`${kind}\`)`, '');
    const about = words.about(group, kind);
    if (about) lines.push(about, '');
    lines.push(...body, ...settings);
    if (sources.length > 0) lines.push(`${words.source}${words.colon}${sources.join('; ')}`, '');
  }
  return `${[...lines, ...common].join('\n').trimEnd()}\n`;
}

/** Every file of the reference. */
export function referencePages(root: string): Pages {
  const pages: Pages = new Map();
  for (const language of LANGUAGES) {
    const words = wordsOf(language, root);
    const context: Context = { words, root, pictures: pages };
    const index = [`# ${words.title}`, '', words.note, ''];
    for (const { group, sections, common } of GROUPS) {
      const made = sections(context);
      pages.set(`${language}/${group}.md`, pageOf(group, made, common?.(context) ?? [], words));
      index.push(
        `- [${words.group(group)}](${group}.md)${words.colon}${made.map(({ kind }) => words.name(group, kind)).join(words.comma)}`,
      );
    }
    pages.set(`${language}/README.md`, `${index.join('\n')}\n`);
  }
  return pages;
}
