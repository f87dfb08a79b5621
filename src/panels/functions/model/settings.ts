/** Settings of a definition as sliders: names and valid ranges come from its schema, sensible ends of a slider from here. */
import { z } from 'zod';
import { numberIn, type Params, say } from '../state';

export interface NumberSetting {
  name: string;
  type: 'number';
  first: number;
  /** Ends of the slider. */
  min: number;
  max: number;
  /** Ends of what is valid. */
  least: number;
  most: number;
  integer: boolean;
  log: boolean;
}

export interface SwitchSetting {
  name: string;
  type: 'switch';
  first: boolean;
}

export type Setting = NumberSetting | SwitchSetting;
export type Values = Readonly<Record<string, number | boolean>>;

const numberSchema = z.object({
  type: z.enum(['number', 'integer']),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  exclusiveMaximum: z.number().optional(),
  default: z.number(),
});
const switchSchema = z.object({ type: z.literal('boolean'), default: z.boolean() });

/** What an excluded end is moved inwards by. */
const INSIDE = 1e-9;

/** Ends where a slider is of use, for settings whose valid range is far wider. */
const SLIDERS: Readonly<Record<string, readonly [number, number, 'log'?]>> = {
  delta: [0.05, 4],
  labelSmoothing: [0, 0.5],
  learningRate: [1e-4, 1, 'log'],
  endLearningRate: [0, 0.1, 'log'],
  minLearningRate: [0, 0.1, 'log'],
  decayRate: [0, 0.1, 'log'],
  power: [0.2, 5],
  tMul: [1, 4],
  divisor: [1, 1000, 'log'],
  finalDivisor: [1, 1e6, 'log'],
  stepSize: [10, 10_000, 'log'],
  decaySteps: [10, 10_000, 'log'],
  firstDecaySteps: [10, 10_000, 'log'],
  totalSteps: [10, 10_000, 'log'],
  warmupSteps: [0, 5000, 'log'],
  patience: [0, 20],
  cooldown: [0, 20],
  minDelta: [0, 0.1],
  minval: [-2, 2],
  maxval: [-2, 2],
  mean: [-2, 2],
  stddev: [0, 2],
  value: [-2, 2],
  gain: [0, 3],
};

function numberOf(name: string, property: z.output<typeof numberSchema>): NumberSetting {
  const { type, minimum, maximum, exclusiveMinimum, exclusiveMaximum } = property;
  const least = minimum ?? (exclusiveMinimum === undefined ? -1e9 : exclusiveMinimum + INSIDE);
  const most = maximum ?? (exclusiveMaximum === undefined ? 1e9 : exclusiveMaximum - INSIDE);
  const [min, max, scale] = SLIDERS[name] ?? [Math.max(least, -10), Math.min(most, 10)];
  return {
    name,
    type: 'number',
    first: property.default,
    min: Math.max(min, least),
    max: Math.min(max, most),
    least,
    most,
    integer: type === 'integer',
    log: scale === 'log',
  };
}

/** The numbers and switches of a schema, in its order; `except` are set in another way. */
export function settingsOf(schema: z.ZodType, except: readonly string[] = []): Setting[] {
  const { properties = {} } = z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' });
  return Object.entries(properties).flatMap(([name, property]): Setting[] => {
    if (except.includes(name)) return [];
    const number = numberSchema.safeParse(property).data;
    if (number) return [numberOf(name, number)];
    const flag = switchSchema.safeParse(property).data;
    return flag ? [{ name, type: 'switch', first: flag.default }] : [];
  });
}

/** The values that are said for a function, the defaults where nothing is. */
export function valuesIn(params: Params, kind: string, settings: readonly Setting[]): Values {
  return Object.fromEntries(
    settings.map((setting) => {
      const name = `${kind}.${setting.name}`;
      if (setting.type === 'switch')
        return [setting.name, params[name] === undefined ? setting.first : params[name] === '1'];
      const value = numberIn(params, name, setting.first, setting.least, setting.most);
      return [setting.name, setting.integer ? Math.round(value) : value];
    }),
  );
}

/** How a value is said; null for the default, which need not be. */
export function saidAs(setting: Setting, value: number | boolean): string | null {
  if (value === setting.first) return null;
  return typeof value === 'boolean' ? (value ? '1' : '0') : say(value);
}
