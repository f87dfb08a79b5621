/** What an edit makes of a race: another surface, one more racer, one less. Descriptions in, descriptions out. */

import type { OptimizerSpec } from '@/core/network/spec';
import { runRace } from '@/core/racing/run';
import { curvatureAt, stableRate } from '@/core/racing/stability';
import { SURFACES, type Surface, surfaceOf } from '@/core/racing/surfaces';
import { MOST_RACERS, type Point, type RacerSpec, type SurfaceSpec } from '@/core/racing/types';
import type { RaceDocument } from './store';

/** An id that no other racer has: the wish itself, or with a number. */
export function freshId(wish: string, taken: readonly string[]): string {
  if (!taken.includes(wish)) return wish;
  const stem = wish.replace(/-\d+$/, '');
  for (let number = 2; ; number++) {
    if (!taken.includes(`${stem}-${number}`)) return `${stem}-${number}`;
  }
}

/**
 * The race on another surface, seen as a whole, from where that one is best begun, with the noise that belongs to it.
 * @throws GraphError as `surfaceOf`.
 */
export function documentOn(document: RaceDocument, surface: SurfaceSpec): RaceDocument {
  const { window, start, steps, noise } = 'text' in surface ? surfaceOf(surface) : SURFACES[surface.kind];
  const samples = 'text' in surface ? undefined : SURFACES[surface.kind].samples;
  const batchSize = samples ? Math.min(document.batchSize, samples.length) : 0;
  return { ...document, surface, window, start, steps, noise, batchSize };
}

const roundedRate = (rate: number): number => Number(rate.toPrecision(2));

/** Where curvature says nothing, a racer crosses the window in about so many steps of the size of its rate. */
const CROSSING = 150;

/**
 * A learning rate with which a new racer gets somewhere without flying away: a third of the largest stable one at the
 * start, and for optimizers whose steps do not grow with the gradient a step that suits the window.
 */
export function firstRate(optimizer: OptimizerSpec, surface: Surface, start: Point): number {
  // Its steps begin at the size of √ε, whatever the surface: its rate is a factor.
  if (optimizer.kind === 'adadelta') return 1;
  const curvature = curvatureAt(surface, start);
  const steepest = curvature ? Math.max(Math.abs(curvature.largest), Math.abs(curvature.smallest)) : 0;
  const stable = stableRate(optimizer, steepest);
  if (stable !== null) return roundedRate(stable / 3);
  const width = surface.window.x[1] - surface.window.x[0];
  // The sum of all squares only grows: what is left of the rate shrinks like 1/√t.
  return roundedRate((width / CROSSING) * (optimizer.kind === 'adagrad' ? 10 : 1));
}

/** Updates after which it shows whether a first rate holds. */
const TRIED = 1000;
const MOST_TRIED = 6;

/**
 * The first rate, or as much less as it takes to end below the start: curvature elsewhere may be larger than where one
 * starts, and some optimizers begin with steps of another size. Where no rate holds, it stays.
 */
function heldRate(document: RaceDocument, kind: string): number {
  const first = firstRate({ kind, learningRate: 1 }, surfaceOf(document.surface), document.start);
  const steps = Math.min(document.steps, TRIED);
  for (let tries = 0, learningRate = first; tries < MOST_TRIED; tries++) {
    const racers = [{ id: kind, optimizer: { kind, learningRate } }];
    const [{ stopped, loss }] = runRace({ ...document, racers, steps }).tracks;
    if (stopped === null && loss[steps] <= loss[0]) return learningRate;
    learningRate = roundedRate(learningRate / 3);
  }
  return first;
}

/** One more racer, last; null where there are as many as there can be. */
export function withRacer(document: RaceDocument, kind: string): { document: RaceDocument; id: string } | null {
  const { racers } = document;
  if (racers.length >= MOST_RACERS) return null;
  const id = freshId(
    kind,
    racers.map((racer) => racer.id),
  );
  const racer: RacerSpec = { id, optimizer: { kind, learningRate: heldRate(document, kind) } };
  return { document: { ...document, racers: [...racers, racer] }, id };
}

/** The same racer again, right behind it; null where there are as many as there can be. */
export function withCopy(document: RaceDocument, id: string): { document: RaceDocument; id: string } | null {
  const { racers } = document;
  const at = racers.findIndex((racer) => racer.id === id);
  if (at < 0 || racers.length >= MOST_RACERS) return null;
  const copy = freshId(
    id,
    racers.map((racer) => racer.id),
  );
  const next = [...racers.slice(0, at + 1), { ...racers[at], id: copy }, ...racers.slice(at + 1)];
  return { document: { ...document, racers: next }, id: copy };
}

/** Without one racer, and without what was said of it; the last one stays. */
export function withoutRacer(document: RaceDocument, id: string): RaceDocument {
  const { racers, names = {}, hidden = [] } = document;
  if (racers.length < 2) return document;
  const { [id]: _name, ...others } = names;
  return {
    ...document,
    racers: racers.filter((racer) => racer.id !== id),
    names: others,
    hidden: hidden.filter((other) => other !== id),
  };
}

/** One racer changed; what becomes undefined is taken away. */
export function withChange(document: RaceDocument, id: string, change: Partial<RacerSpec>): RaceDocument {
  const racers = document.racers.map((racer) => {
    if (racer.id !== id) return racer;
    const entries = Object.entries({ ...racer, ...change }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(entries) as unknown as RacerSpec;
  });
  return { ...document, racers };
}

/** Another name; an empty one is that of the optimizer again. */
export function withName(document: RaceDocument, id: string, name: string): RaceDocument {
  const { [id]: _before, ...others } = document.names ?? {};
  return { ...document, names: name.trim() === '' ? others : { ...others, [id]: name.trim() } };
}

/** Hidden, or seen again. It races either way. */
export function withHidden(document: RaceDocument, id: string, hide: boolean): RaceDocument {
  const others = (document.hidden ?? []).filter((other) => other !== id);
  return { ...document, hidden: hide ? [...others, id] : others };
}
