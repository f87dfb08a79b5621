/**
 * The race in the address, readable: `on=rosenbrock&from=-1.4,2&r=adam,0.05&r=momentum,0.0006,momentum:0.9&steps=400`. A
 * racer is its optimizer and learning rate, then settings; further parts after semicolons: `id`, `name`, `reset`, `hidden`,
 * `schedule`. What is not understood says so and counts as not said, so that a broken link still opens something.
 */
import { z } from 'zod';
import { optimizerOf } from '@/core/optimizers';
import { MOST_CHARACTERS, readSurface } from '@/core/racing/ownSurface';
import {
  FARTHEST,
  LONGEST_MEMORY,
  MOST_NOISE,
  MOST_SEED,
  pointSchema,
  RACING_SCHEDULES,
  windowSchema,
} from '@/core/racing/schema';
import { SURFACES } from '@/core/racing/surfaces';
import { MOST_RACERS, MOST_STEPS, type RacerSpec, type SurfaceSpec, type Window } from '@/core/racing/types';
import { scheduleFrom as resolveSchedule } from '@/core/schedules/rate';
import { documentOn, freshId } from './edits';
import type { RaceDocument } from './store';

/** Ends of what can be chosen, in links and in fields. */
export const LIMITS = {
  steps: [1, MOST_STEPS],
  seed: [0, MOST_SEED],
  noise: [0, MOST_NOISE],
  resetEvery: [1, LONGEST_MEMORY],
  place: [-FARTHEST, FARTHEST],
} as const;
export const MOST_NAME = 40;

/** What of a link was not understood. Worded as `optimizers:link.<code>`. */
export interface LinkFault {
  code:
    | 'preset'
    | 'surface'
    | 'function'
    | 'place'
    | 'window'
    | 'number'
    | 'racer'
    | 'setting'
    | 'schedule'
    | 'tooMany';
  params: Readonly<Record<string, string | number>>;
}

/** Longer texts are not taken from outside. */
const LONGEST = 60_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
/** Settings that are lists of numbers, and how many belong together. */
const LISTS: Readonly<Record<string, number>> = { points: 2, boundaries: 1, values: 1 };

const settingsPart = (kind: string, settings: Readonly<Record<string, unknown>>): string =>
  [kind, ...Object.entries(settings).map(([name, value]) => `${name}:${said(value)}`)].join(',');

const said = (value: unknown): string => (Array.isArray(value) ? value.flat().join('_') : String(value));
const escaped = (name: string): string => name.replace(/[;,:%]/g, encodeURIComponent);

function racerText({ names = {}, hidden = [] }: RaceDocument, { id, optimizer, schedule, resetEvery }: RacerSpec) {
  const { kind, learningRate, ...settings } = optimizer;
  const parts = [settingsPart(`${kind},${learningRate}`, settings)];
  if (id !== kind) parts.push(`id:${id}`);
  if (names[id]) parts.push(`name:${escaped(names[id])}`);
  if (schedule) {
    const { kind: course, ...rest } = schedule;
    parts.push(`schedule:${settingsPart(course, rest)}`);
  }
  if (resetEvery !== undefined) parts.push(`reset:${resetEvery}`);
  if (hidden.includes(id)) parts.push('hidden');
  return parts.join(';');
}

const isSameWindow = (a: Window, b: Window): boolean => a.x.join() === b.x.join() && a.y.join() === b.y.join();
const isOwn = (surface: SurfaceSpec): surface is Extract<SurfaceSpec, { text: string }> => surface.kind === 'own';

/** The whole race as a query. */
export function writeRace(document: RaceDocument): string {
  const { surface, window, start, racers, steps, seed, noise, batchSize } = document;
  const own = isOwn(surface);
  const entries: [string, string | number][] = [own ? ['f', surface.text] : ['on', surface.kind]];
  const usual = own ? surface.window : SURFACES[surface.kind].window;
  if (own) entries.push(['in', [...usual.x, ...usual.y].join(',')]);
  if (!isSameWindow(window, usual)) entries.push(['view', [...window.x, ...window.y].join(',')]);
  entries.push(['from', `${start.x},${start.y}`]);
  for (const racer of racers) entries.push(['r', racerText(document, racer)]);
  entries.push(['steps', steps], ['seed', seed], ['noise', noise], ['batch', batchSize]);
  const query = new URLSearchParams(entries.map(([name, value]) => [name, String(value)]));
  // What a fragment may hold stays as it is: people read addresses.
  const signs: Record<string, string> = { '%2C': ',', '%3A': ':', '%3B': ';', '%28': '(', '%29': ')', '%5E': '^' };
  return query.toString().replace(/%(2C|3A|3B|28|29|5E)/gi, (code) => signs[code.toUpperCase()]);
}

/** Thrown within this file for one part of a link. */
class PartFault extends Error {
  constructor(readonly fault: LinkFault) {
    super(fault.code);
  }
}

/** So much of what was not understood is shown. */
const SHOWN = 80;

function failed(code: LinkFault['code'], params: LinkFault['params']): PartFault {
  const { text } = params;
  const long = typeof text === 'string' && text.length > SHOWN;
  return new PartFault({ code, params: long ? { ...params, text: `${text.slice(0, SHOWN)}…` } : params });
}

function numberFrom(text: string): number {
  return NUMBER.test(text.trim()) ? Number(text) : Number.NaN;
}

function numberIn(name: string, text: string, [min, max]: readonly [number, number], whole: boolean): number {
  const value = numberFrom(text);
  if (!(value >= min && value <= max) || (whole && !Number.isInteger(value)))
    throw failed('number', { name, text, min, max });
  return value;
}

function windowFrom(text: string): Window {
  const [left, right, low, high] = text.split(',').map(numberFrom);
  const read = windowSchema.safeParse({ x: [left, right], y: [low, high] });
  if (!read.success) throw failed('window', { text, max: FARTHEST });
  return read.data;
}

function valueFrom(name: string, text: string): unknown {
  const together = LISTS[name];
  if (together !== undefined) {
    const numbers = text.split('_').map(numberFrom);
    if (together === 1) return numbers;
    return Array.from({ length: Math.ceil(numbers.length / 2) }, (_, i) => numbers.slice(2 * i, 2 * i + 2));
  }
  if (text === 'true' || text === 'false') return text === 'true';
  return NUMBER.test(text) ? Number(text) : text;
}

/** `name:value` after the first of a part. */
const settingsFrom = (fields: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    fields
      .filter((field) => /^[A-Za-z]\w*:/.test(field))
      .map((field) => {
        const at = field.indexOf(':');
        const name = field.slice(0, at);
        return [name, valueFrom(name, field.slice(at + 1))];
      }),
  );

/** The code and parameters of an error of core, whichever of its classes it has. */
const coded = z.object({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number()])) });

function optimizerFrom(text: string): RacerSpec['optimizer'] {
  const [kind, rate = '', ...settings] = text.split(',');
  const optimizer = { kind, learningRate: numberFrom(rate), ...settingsFrom(settings) };
  try {
    optimizerOf(optimizer);
  } catch (error) {
    const { setting, range } = coded.safeParse(error).data?.params ?? {};
    if (setting === undefined) throw failed('racer', { text });
    // A number has a range, and the sentence that says it.
    throw failed('setting', { kind, setting, text, ...(range !== undefined && { range, context: 'range' }) });
  }
  return optimizer;
}

function scheduleFrom(text: string, learningRate: number): RacerSpec['schedule'] {
  const [kind, ...settings] = text.split(',');
  const schedule = { kind, ...settingsFrom(settings) };
  if (!RACING_SCHEDULES.includes(kind)) throw failed('schedule', { text });
  try {
    resolveSchedule(learningRate, schedule);
  } catch {
    throw failed('schedule', { text });
  }
  return schedule;
}

interface ReadRacer {
  racer: RacerSpec;
  name: string | undefined;
  hidden: boolean;
}

function racerFrom(text: string, taken: readonly string[]): ReadRacer {
  const [first, ...rest] = text.split(';');
  const optimizer = optimizerFrom(first);
  const parts = new Map(
    rest.map((part) => {
      const at = part.indexOf(':');
      return at < 0 ? [part, ''] : [part.slice(0, at), part.slice(at + 1)];
    }),
  );
  const asked = parts.get('id') ?? optimizer.kind;
  const id = freshId(/^[A-Za-z0-9-]{1,40}$/.test(asked) ? asked : optimizer.kind, taken);
  const racer: RacerSpec = { id, optimizer };
  const schedule = parts.get('schedule');
  if (schedule !== undefined) racer.schedule = scheduleFrom(schedule, optimizer.learningRate);
  const reset = parts.get('reset');
  if (reset !== undefined) racer.resetEvery = numberIn('reset', reset, LIMITS.resetEvery, true);
  let name = parts.get('name')?.slice(0, 3 * MOST_NAME);
  try {
    name = name && decodeURIComponent(name).slice(0, MOST_NAME);
  } catch {
    // It stays as it was written.
  }
  return { racer, name, hidden: parts.has('hidden') };
}

/**
 * Reads a query; what it does not say is as in `base`, or as the surface has it where another one is named. Never throws.
 * @returns the race, and what was not understood.
 */
export function readRace(query: string, base: RaceDocument): { document: RaceDocument; faults: LinkFault[] } {
  const params = new URLSearchParams(query.slice(0, LONGEST));
  const faults: LinkFault[] = [];
  /** The part read, or undefined where it is not there or not understood. */
  function part<T>(name: string, read: (text: string) => T): T | undefined {
    const text = params.get(name);
    if (text === null) return undefined;
    try {
      return read(text);
    } catch (error) {
      if (!(error instanceof PartFault)) throw error;
      faults.push(error.fault);
      return undefined;
    }
  }
  const kind = part('on', (text) => {
    if (!Object.hasOwn(SURFACES, text)) throw failed('surface', { text });
    return text;
  });
  const within = part('in', windowFrom);
  const own = part('f', (text): SurfaceSpec => {
    const read = readSurface(text.slice(0, MOST_CHARACTERS + 1), within);
    if ('fault' in read) throw failed('function', { text: text.slice(0, 60) });
    return { kind: 'own', text, window: read.surface.window };
  });
  const surface = own ?? (kind === undefined ? undefined : { kind });
  const document = surface === undefined ? { ...base } : documentOn(base, surface);
  const start = part('from', (text) => {
    const [x, y] = text.split(',').map(numberFrom);
    const read = pointSchema.safeParse({ x, y });
    if (!read.success) throw failed('place', { text, max: FARTHEST });
    return read.data;
  });
  if (start) document.start = start;
  document.window = part('view', windowFrom) ?? document.window;
  document.steps = part('steps', (text) => numberIn('steps', text, LIMITS.steps, true)) ?? document.steps;
  document.seed = part('seed', (text) => numberIn('seed', text, LIMITS.seed, true)) ?? document.seed;
  document.noise = part('noise', (text) => numberIn('noise', text, LIMITS.noise, false)) ?? document.noise;
  const most = 'text' in document.surface ? 0 : (SURFACES[document.surface.kind].samples?.length ?? 0);
  const batchSize = part('batch', (text) => numberIn('batch', text, [0, most], true));
  document.batchSize = batchSize ?? document.batchSize;
  const racers = readRacers(params.getAll('r'), faults);
  return { document: racers.racers.length > 0 ? { ...document, ...racers } : document, faults };
}

function readRacers(texts: readonly string[], faults: LinkFault[]) {
  if (texts.length > MOST_RACERS) faults.push({ code: 'tooMany', params: { count: texts.length, most: MOST_RACERS } });
  const racers: RacerSpec[] = [];
  const names: Record<string, string> = {};
  const hidden: string[] = [];
  for (const text of texts.slice(0, MOST_RACERS)) {
    try {
      const read = racerFrom(
        text,
        racers.map(({ id }) => id),
      );
      racers.push(read.racer);
      if (read.name) names[read.racer.id] = read.name;
      if (read.hidden) hidden.push(read.racer.id);
    } catch (error) {
      if (!(error instanceof PartFault)) throw error;
      faults.push(error.fault);
    }
  }
  return { racers, names, hidden };
}
