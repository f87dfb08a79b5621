/**
 * What is practised: which numbers are hidden, how far each has come, and the guesses of signs. Kept per document over
 * reloads; hidden cells are named by node, not by number, so that they mean the same in another graph.
 */
import { z } from 'zod';
import { create } from 'zustand';
import { DIGITS, type Digits } from '@/core/practice/agree';
import { readStored, writeStored } from '@/state/storage';
import { useSession } from '../session';

const count = z.number().int().min(0);
const cellSchema = z.object({
  /** Name of the node. */
  node: z.string().max(200),
  element: count,
  /** `hidden` until it is answered (`right`) or given up (`shown`). */
  state: z.enum(['hidden', 'right', 'shown']),
  /** Wrong answers so far; nearly right ones do not count. */
  wrong: count,
  /** Hints that have been opened. */
  hints: count.max(3),
});
export type Cell = z.infer<typeof cellSchema>;
export type CellId = Pick<Cell, 'node' | 'element'>;

/** More cells than this are no exercise. */
export const MOST_CELLS = 60;

const memorySchema = z.object({
  cells: z.array(cellSchema).max(MOST_CELLS),
  digits: z.union(DIGITS.map((n) => z.literal(n))),
  signFirst: z.boolean(),
  signs: z.object({ right: count, made: count }),
  current: cellSchema.pick({ node: true, element: true }).nullable(),
});
type Memory = z.infer<typeof memorySchema>;

interface Practice extends Memory {
  owner: string | null;
  /** Gradients whose sign has been guessed, with the numbers they belong to: `trace node element`. Not kept. */
  guesses: Readonly<Record<string, -1 | 0 | 1>>;
  worksheet: boolean;
}

const NOTHING: Memory = { cells: [], digits: 3, signFirst: false, signs: { right: 0, made: 0 }, current: null };

export const usePractice = create<Practice>()(() => ({ ...NOTHING, owner: null, guesses: {}, worksheet: false }));
const set = usePractice.setState;

const key = (owner: string) => `practice/1/${owner}`;

/** What was practised on a document; nothing where it cannot be read. */
export function recalled(stored: unknown): Memory {
  const parsed = memorySchema.safeParse(stored);
  return parsed.success ? parsed.data : NOTHING;
}

function follow(owner: string | null): void {
  if (owner === usePractice.getState().owner) return;
  const memory = owner === null ? NOTHING : recalled(readStored(key(owner)));
  set({ ...memory, owner, guesses: {}, worksheet: false });
}
useSession.subscribe(({ owner }) => follow(owner));
follow(useSession.getState().owner);

usePractice.subscribe((now, before) => {
  const { owner, cells, digits, signFirst, signs, current } = now;
  if (owner === null || owner !== before.owner) return;
  const same = (['cells', 'digits', 'signFirst', 'signs', 'current'] as const).every((k) => now[k] === before[k]);
  if (!same) writeStored(key(owner), { cells, digits, signFirst, signs, current } satisfies Memory);
});

export const sameCell = (a: CellId | null, b: CellId | null) =>
  a !== null && b !== null && a.node === b.node && a.element === b.element;

const changed = (id: CellId, change: (cell: Cell) => Cell) =>
  set(({ cells }) => ({ cells: cells.map((cell) => (sameCell(cell, id) ? change(cell) : cell)) }));

/** Hides numbers, those that are hidden already staying as they are; what was answered before is hidden anew. */
export function hide(ids: readonly CellId[]): void {
  set(({ cells, current }) => {
    const fresh = ids.filter((id) => !cells.some((cell) => sameCell(cell, id) && cell.state === 'hidden'));
    const others = cells.filter((cell) => !fresh.some((id) => sameCell(id, cell)));
    const added = fresh.map(({ node, element }): Cell => ({ node, element, state: 'hidden', wrong: 0, hints: 0 }));
    const next = [...others, ...added].slice(0, MOST_CELLS);
    const open = next.some((cell) => sameCell(cell, current) && cell.state === 'hidden');
    return { cells: next, current: open ? current : (ids[0] ?? null) };
  });
}

/** Ends the exercise: everything is shown again. */
export const endPractice = () => set({ cells: [], current: null });

/** Turns to a cell's question. */
export const ask = (id: CellId | null) => set({ current: id });

export const markRight = (id: CellId) => changed(id, (cell) => ({ ...cell, state: 'right' }));
export const markWrong = (id: CellId) => changed(id, (cell) => ({ ...cell, wrong: cell.wrong + 1 }));
export const giveUp = (id: CellId) => changed(id, (cell) => ({ ...cell, state: 'shown' }));
export const takeHint = (id: CellId) => changed(id, (cell) => ({ ...cell, hints: Math.min(3, cell.hints + 1) }));

export const setDigits = (digits: Digits) => set({ digits });
export const setSignFirst = (signFirst: boolean) => set({ signFirst });
export const openWorksheet = (worksheet: boolean) => set({ worksheet });

export const guessKey = (trace: number, node: number, element: number) => `${trace} ${node} ${element}`;

/** Takes a guess of a gradient's sign; only the first counts. */
export function guessSign(at: string, guess: -1 | 0 | 1, value: number): void {
  set(({ guesses, signs }) => {
    if (at in guesses) return {};
    const right = guess === Math.sign(value) ? 1 : 0;
    return { guesses: { ...guesses, [at]: guess }, signs: { right: signs.right + right, made: signs.made + 1 } };
  });
}

/** How an exercise goes: cells in all, answered, and answered at the first try without help. */
export function score(cells: readonly Cell[]) {
  const right = cells.filter(({ state }) => state === 'right');
  return {
    all: cells.length,
    done: cells.filter(({ state }) => state !== 'hidden').length,
    first: right.filter(({ wrong, hints }) => wrong === 0 && hints === 0).length,
  };
}
