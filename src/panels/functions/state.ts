/**
 * What is shown, as plain text by name: exactly what stands in the address, so that a link opens the same view. Each tab
 * has its own and keeps it, also over a reload; whatever does not read as what it should be counts as not said.
 */
import { create } from 'zustand';
import { readStored, writeStored } from '@/state/storage';

export const TABS = ['activations', 'losses', 'schedules', 'initializers', 'own'] as const;
export type TabId = (typeof TABS)[number];
export type Params = Readonly<Record<string, string>>;

const KEY = 'functions/1';
/** Longer texts are not taken from outside. */
const LONGEST = 4000;

const clean = (value: unknown): Params => {
  if (typeof value !== 'object' || value === null) return {};
  const entries = Object.entries(value).filter(([, text]) => typeof text === 'string' && text.length <= LONGEST);
  return Object.fromEntries(entries.slice(0, 60)) as Params;
};

/** `a=1&b=2` as names and texts. */
export const readQuery = (query: string): Params => clean(Object.fromEntries(new URLSearchParams(query)));

/** The other way round. Commas and brackets stay readable. */
export const writeQuery = (params: Params): string =>
  new URLSearchParams(Object.entries(params)).toString().replace(/%2C/gi, ',').replace(/%3A/gi, ':');

/** Where a tab is, showing something. */
export const tabHref = (tab: TabId, params: Params): string => `#/functions/${tab}?${writeQuery(params)}`;

interface FunctionsState {
  tabs: Readonly<Partial<Record<TabId, Params>>>;
}

function stored(): FunctionsState['tabs'] {
  const value = readStored(KEY);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(TABS.map((tab) => [tab, clean((value as Record<string, unknown>)[tab])]));
}

const store = create<FunctionsState>()(() => ({ tabs: stored() }));
const NOTHING: Params = {};

function replace(tab: TabId, params: Params): void {
  const tabs = { ...store.getState().tabs, [tab]: params };
  store.setState({ tabs });
  writeStored(KEY, tabs);
}

export const functionsState = {
  of: (tab: TabId): Params => store.getState().tabs[tab] ?? NOTHING,
  replace,
  subscribe: store.subscribe,
  /** Sets some values; `null` takes one away. */
  patch(tab: TabId, changes: Readonly<Record<string, string | null>>): void {
    const next: Record<string, string> = { ...functionsState.of(tab) };
    for (const [name, value] of Object.entries(changes)) {
      if (value === null) delete next[name];
      else next[name] = value;
    }
    replace(tab, next);
  },
};

export const useParams = (tab: TabId): Params => store((state) => state.tabs[tab] ?? NOTHING);

/** A number within a range; `fallback` where nothing or nonsense is said. */
export function numberIn(params: Params, name: string, fallback: number, min = -1e9, max = 1e9): number {
  const text = params[name];
  const value = text === undefined || text.trim() === '' ? Number.NaN : Number(text);
  return value >= min && value <= max ? value : fallback;
}

export function choiceIn<Value extends string>(
  params: Params,
  name: string,
  values: readonly Value[],
  fallback: Value,
): Value {
  return values.find((value) => value === params[name]) ?? fallback;
}

/** A number as short as it can be said again: `0.1`, not `0.1000000001`. */
export const say = (value: number): string => String(Number(value.toPrecision(6)));
