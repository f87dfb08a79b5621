/**
 * Random networks: valid ones with the shapes that follow from arithmetic of their own here, and arbitrary ones with any
 * kinds, settings and connections.
 */
import fc from 'fast-check';
import { z } from 'zod';
import { ACTIVATIONS } from '@/core/activations';
import { LAYERS } from '@/core/layers';
import type { LayerSpec, NetworkSpec } from '@/core/network/spec';

export type Shape = readonly number[];

/** Whole numbers drawn one after another, from `least` to `most`. */
type Draw = (least: number, most: number) => number;

const drawing = (numbers: readonly number[]): Draw => {
  let at = 0;
  return (least, most) => least + (numbers[at++ % numbers.length] % (most - least + 1));
};

interface Step {
  settings: Record<string, unknown>;
  shape: Shape;
  inputs?: string[];
}

interface Place {
  shape: Shape;
  draw: Draw;
  /** The layer before, by name, and all that can be read. */
  main: string;
  shapes: ReadonlyMap<string, Shape>;
}

const product = (shape: Shape) => shape.reduce((a, b) => a * b, 1);
const divisors = (n: number) => Array.from({ length: n }, (_, i) => i + 1).filter((d) => n % d === 0);

/** One axis of a window: settings, and how many positions there are. */
function windowAxis(n: number, draw: Draw, padding: 'valid' | 'same' | 'explicit' | 'causal', dilated: boolean) {
  const dilation = dilated ? draw(1, 2) : 1;
  // No window of a pool may lie in the padding alone, so one that is padded is drawn larger than that.
  const pooled = !dilated && padding === 'explicit';
  const most = pooled ? Math.min(2, n - 1) : 2;
  const around: [number, number] = padding === 'explicit' ? [draw(0, most), draw(0, most)] : [0, 0];
  const room = padding === 'valid' || padding === 'explicit' ? n + around[0] + around[1] : Number.POSITIVE_INFINITY;
  let size = pooled ? draw(Math.max(...around) + 1, Math.max(...around) + 2) : draw(1, 4);
  while ((size - 1) * dilation + 1 > room) size--;
  const stride = draw(1, 3);
  const span = (size - 1) * dilation + 1;
  const length =
    padding === 'same' || padding === 'causal' ? Math.ceil(n / stride) : Math.floor((room - span) / stride) + 1;
  return { size, stride, dilation, around, length };
}

const paddings2d = ['valid', 'same', 'explicit'] as const;

function window2d({ shape: [h, w], draw }: Place, sizeName: string, dilated: boolean) {
  const padding = paddings2d[draw(0, 2)];
  const dilationForm = dilated;
  const [rows, columns] = [windowAxis(h, draw, padding, dilationForm), windowAxis(w, draw, padding, dilationForm)];
  const settings: Record<string, unknown> = {
    [sizeName]: [rows.size, columns.size],
    strides: [rows.stride, columns.stride],
    padding: padding === 'explicit' ? [rows.around, columns.around] : padding,
    ...(dilated && { dilationRate: [rows.dilation, columns.dilation] }),
  };
  return { settings, size: [rows.length, columns.length] as const };
}

const kernelExtras = (draw: Draw) => ({
  activation: Object.keys(ACTIVATIONS)[draw(0, Object.keys(ACTIVATIONS).length - 1)],
  useBias: draw(0, 1) === 1,
});

const image = (make: (place: Place) => Step) => (place: Place) => (place.shape.length === 3 ? make(place) : null);
const sequence = (make: (place: Place) => Step) => (place: Place) => (place.shape.length === 2 ? make(place) : null);
const same =
  (settings: (draw: Draw, shape: Shape) => Record<string, unknown> = () => ({})) =>
  ({ shape, draw }: Place): Step => ({ settings: settings(draw, shape), shape });

const merging = ({ shape, main, shapes, draw }: Place): Step | null => {
  const partners = [...shapes].filter(([, other]) => other.join() === shape.join()).map(([id]) => id);
  return { settings: {}, shape, inputs: [partners[draw(0, partners.length - 1)], main] };
};

const pool2d = image((place) => {
  const { settings, size } = window2d(place, 'poolSize', false);
  return { settings, shape: [...size, place.shape[2]] };
});

const paddings1d = ['valid', 'same', 'explicit', 'causal'] as const;

const pool1d = sequence(({ shape, draw }) => {
  const padding = paddings1d[draw(0, 2)];
  const { size, stride, around, length } = windowAxis(shape[0], draw, padding, false);
  const given = padding === 'explicit' ? [around] : padding;
  return { settings: { poolSize: size, strides: stride, padding: given }, shape: [length, shape[1]] };
});

/** For each kind: settings that fit a shape, and the shape after it; null where the kind cannot follow. */
export const STEPS: Readonly<Record<string, (place: Place) => Step | null>> = {
  dense: ({ shape, draw }) => {
    const units = draw(1, 6);
    return { settings: { units, ...kernelExtras(draw) }, shape: [...shape.slice(0, -1), units] };
  },
  conv2d: image((place) => {
    const { settings, size } = window2d(place, 'kernelSize', true);
    const filters = place.draw(1, 4);
    return { settings: { ...settings, filters, ...kernelExtras(place.draw) }, shape: [...size, filters] };
  }),
  depthwiseConv2d: image((place) => {
    const { settings, size } = window2d(place, 'kernelSize', true);
    const depthMultiplier = place.draw(1, 2);
    return {
      settings: { ...settings, depthMultiplier, ...kernelExtras(place.draw) },
      shape: [...size, place.shape[2] * depthMultiplier],
    };
  }),
  separableConv2d: image((place) => {
    const { settings, size } = window2d(place, 'kernelSize', true);
    const filters = place.draw(1, 4);
    return { settings: { ...settings, filters, ...kernelExtras(place.draw) }, shape: [...size, filters] };
  }),
  conv2dTranspose: image(({ shape: [h, w], draw }) => {
    const padding = draw(0, 1) === 0 ? 'valid' : 'same';
    const [k, s, filters] = [draw(1, 3), draw(1, 2), draw(1, 4)];
    const larger = (n: number) => (padding === 'same' ? n * s : n * s + Math.max(k - s, 0));
    return {
      settings: { filters, kernelSize: k, strides: s, padding, ...kernelExtras(draw) },
      shape: [larger(h), larger(w), filters],
    };
  }),
  conv1d: sequence(({ shape, draw }) => {
    const padding = paddings1d[draw(0, 3)];
    const { size, stride, dilation, around, length } = windowAxis(shape[0], draw, padding, true);
    const filters = draw(1, 4);
    return {
      settings: {
        filters,
        kernelSize: size,
        strides: stride,
        dilationRate: dilation,
        padding: padding === 'explicit' ? [around] : padding,
        ...kernelExtras(draw),
      },
      shape: [length, filters],
    };
  }),
  maxPooling2d: pool2d,
  averagePooling2d: pool2d,
  maxPooling1d: pool1d,
  averagePooling1d: pool1d,
  globalMaxPooling2d: image(({ shape }) => ({ settings: {}, shape: [shape[2]] })),
  globalAveragePooling2d: image(({ shape }) => ({ settings: {}, shape: [shape[2]] })),
  globalMaxPooling1d: sequence(({ shape }) => ({ settings: {}, shape: [shape[1]] })),
  globalAveragePooling1d: sequence(({ shape }) => ({ settings: {}, shape: [shape[1]] })),
  upSampling2d: image(({ shape: [h, w, c], draw }) => {
    const size = [draw(1, 2), draw(1, 2)];
    const interpolation = draw(0, 1) === 0 ? 'nearest' : 'bilinear';
    return { settings: { size, interpolation }, shape: [h * size[0], w * size[1], c] };
  }),
  zeroPadding2d: image(({ shape: [h, w, c], draw }) => {
    const [top, bottom, left, right] = [draw(0, 2), draw(0, 2), draw(0, 2), draw(0, 2)];
    return {
      settings: {
        padding: [
          [top, bottom],
          [left, right],
        ],
      },
      shape: [h + top + bottom, w + left + right, c],
    };
  }),
  batchNormalization: same((draw) => ({ momentum: draw(0, 10) / 10 })),
  layerNormalization: same((draw, shape) => ({ axis: draw(0, 1) ? -1 : draw(1, shape.length) })),
  groupNormalization: same((draw, shape) => {
    const choices = divisors(shape[shape.length - 1]);
    return { groups: choices[draw(0, choices.length - 1)], center: draw(0, 1) === 1 };
  }),
  activation: same((draw) => ({ activation: kernelExtras(draw).activation })),
  leakyReLU: same((draw) => ({ negativeSlope: draw(0, 10) / 10 })),
  prelu: same((draw, shape) => ({
    sharedAxes: shape
      .slice(0, -1)
      .map((_, i) => i + 1)
      .slice(0, draw(0, 2)),
  })),
  dropout: same((draw) => ({ rate: draw(0, 9) / 10, scaling: draw(0, 1) ? 'training' : 'inference' })),
  spatialDropout1d: sequence(({ shape, draw }) => ({ settings: { rate: draw(0, 9) / 10 }, shape })),
  spatialDropout2d: image(({ shape, draw }) => ({ settings: { rate: draw(0, 9) / 10 }, shape })),
  gaussianNoise: same((draw) => ({ stddev: draw(0, 10) / 10 })),
  flatten: ({ shape }) => ({ settings: {}, shape: [product(shape)] }),
  reshape: ({ shape, draw }) => {
    const size = product(shape);
    const choices = divisors(size);
    const first = choices[draw(0, choices.length - 1)];
    const target = draw(0, 1) === 0 ? [first, size / first] : [first, 1, size / first];
    const open = draw(-1, target.length - 1);
    return { settings: { targetShape: target.map((n, i) => (i === open ? -1 : n)) }, shape: target };
  },
  permute: ({ shape, draw }) => {
    const turn = draw(0, shape.length - 1);
    const dims = shape.map((_, i) => ((i + turn) % shape.length) + 1);
    return { settings: { dims }, shape: dims.map((d) => shape[d - 1]) };
  },
  add: merging,
  subtract: merging,
  multiply: merging,
  average: merging,
  maximum: merging,
  concatenate: (place) => {
    const step = merging(place)!;
    const axis = place.draw(1, place.shape.length);
    const shape = place.shape.map((n, i) => (i + 1 === axis ? 2 * n : n));
    return { ...step, settings: { axis: place.draw(0, 1) === 0 ? axis : axis - place.shape.length - 1 }, shape };
  },
  dot: (place) => {
    const step = merging(place)!;
    const rest = place.shape.slice(0, -1);
    const shape = [...rest, ...rest];
    return { ...step, settings: { normalize: place.draw(0, 1) === 1 }, shape: shape.length > 0 ? shape : [1] };
  },
};

const inputShape = fc.oneof(
  fc.tuple(fc.integer({ min: 1, max: 8 })),
  fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 4 })),
  fc.tuple(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 8 }), fc.integer({ min: 1, max: 3 })),
);

const MOST_NUMBERS = 4096;

/** A network that can be built, with the shape after each of its layers. */
export const validNetwork: fc.Arbitrary<{ network: NetworkSpec; shapes: Shape[] }> = fc
  .tuple(
    inputShape,
    fc.array(
      fc.tuple(fc.constantFrom(...Object.keys(STEPS)), fc.array(fc.nat(1e6), { minLength: 12, maxLength: 12 })),
      { minLength: 1, maxLength: 7 },
    ),
  )
  .map(([input, program]) => {
    const layers: LayerSpec[] = [];
    const shapes = new Map<string, Shape>([['input', input]]);
    let main = 'input';
    for (const [kind, numbers] of program) {
      const shape = shapes.get(main)!;
      const step = STEPS[kind]({ shape, draw: drawing(numbers), main, shapes });
      // Ranks beyond an image's are no layer's business here, and numbers are kept few.
      if (step === null || step.shape.length > 4 || product(step.shape) > MOST_NUMBERS) continue;
      const id = `layer${layers.length + 1}`;
      layers.push({ id, kind, ...step.settings, ...(step.inputs && { inputs: step.inputs }) });
      shapes.set(id, step.shape);
      main = id;
    }
    if (layers.length === 0) {
      layers.push({ id: 'flatten', kind: 'flatten' });
      shapes.set('flatten', [product(input)]);
    }
    const network: NetworkSpec = {
      format: 1,
      input: { shape: [...input] },
      layers,
      loss: { kind: 'meanSquaredError' },
    };
    return { network, shapes: layers.map(({ id }) => shapes.get(id)!) };
  });

const names = Object.fromEntries(
  Object.entries(LAYERS).map(([kind, { settings }]) => [
    kind,
    Object.keys(z.toJSONSchema(settings, { io: 'input' }).properties ?? {}),
  ]),
);

const value: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -2, max: 12 }) },
  {
    weight: 2,
    arbitrary: fc.constantFrom('same', 'valid', 'causal', 'relu', 'softmax', 'zeros', 'orthogonal', 'identity'),
  },
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 6 })),
  fc.array(fc.integer({ min: -1, max: 6 }), { maxLength: 5 }),
  fc.constantFrom(
    0.5,
    true,
    false,
    null,
    'nonsense',
    { kind: 'l2' },
    { kind: 'maxNorm', maxValue: -1 },
    [
      [1, 2],
      [3, 4],
    ],
    [[1, 2]],
  ),
);

/** Any kinds with any settings, reading anything. */
export const anyNetwork: fc.Arbitrary<NetworkSpec> = fc
  .tuple(
    inputShape,
    fc.array(
      fc.record({
        kind: fc.oneof({ weight: 30, arbitrary: fc.constantFrom(...Object.keys(LAYERS)) }, fc.constant('unheardOf')),
        picks: fc.array(fc.tuple(fc.nat(30), value), { maxLength: 3 }),
        fitting: fc.array(fc.nat(1e6), { minLength: 12, maxLength: 12 }),
        extra: fc.option(fc.tuple(fc.constantFrom('unit', 'colour'), value), { freq: 12 }),
        reads: fc.option(fc.array(fc.nat(8), { minLength: 1, maxLength: 3 }), { freq: 3 }),
        id: fc.option(fc.nat(6), { freq: 12 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  )
  .map(([input, program]) => {
    const layers = program.map(({ kind, picks, fitting, extra, reads, id }, i): LayerSpec => {
      // Some settings that would fit the input, so that networks go wrong in the middle, too.
      const step = STEPS[kind]?.({
        shape: input,
        draw: drawing(fitting),
        main: 'input',
        shapes: new Map([['input', input]]),
      });
      const known = names[kind] ?? [];
      const wrong = known.length === 0 ? [] : picks.map(([at, given]) => [known[at % known.length], given] as const);
      return {
        id: `layer${id ?? i + 1}`,
        kind,
        ...(fitting[0] % 3 > 0 && step?.settings),
        ...Object.fromEntries(fitting[1] % 2 === 0 ? wrong : []),
        ...(extra && { [extra[0]]: extra[1] }),
        ...(reads && { inputs: reads.map((n) => (n === 0 ? 'input' : `layer${n}`)) }),
      };
    });
    return { format: 1, input: { shape: [...input] }, layers, loss: { kind: 'meanSquaredError' } };
  });
