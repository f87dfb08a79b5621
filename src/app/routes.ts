/**
 * Addresses within the page: `#/` is the gallery, `#/work/<template>/<panel>` a workspace, `#/functions/<tab>?…` the
 * functions, `#/race/<preset>?…` optimizers on surfaces. The back button just works.
 */
import { useSyncExternalStore } from 'react';

export const PANELS = ['train', 'inspect', 'step', 'race', 'runs'] as const;
export type PanelId = (typeof PANELS)[number];

/** Groups of functions to look at. */
export const FUNCTION_TABS = ['activations', 'losses', 'schedules', 'initializers', 'own'] as const;
export type FunctionTab = (typeof FUNCTION_TABS)[number];

export type Route =
  | { page: 'gallery' }
  | { page: 'work'; template: string; panel: PanelId }
  | { page: 'functions'; tab: FunctionTab; query: string }
  | { page: 'race'; preset: string; query: string };

/** Part of an address in plain letters; empty when it is not well-formed. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

/** Anything that is not an address of ours is the gallery. */
export function parseRoute(hash: string): Route {
  const [path, query = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const [page, template, panel] = path.split('/').map(decoded);
  if (page === 'functions') {
    return { page, tab: FUNCTION_TABS.find((known) => known === template) ?? 'activations', query };
  }
  if (page === 'race') return { page, preset: template ?? '', query };
  if (page !== 'work' || !template) return { page: 'gallery' };
  return { page: 'work', template, panel: PANELS.find((known) => known === panel) ?? 'train' };
}

export const galleryHref = '#/';
export const workHref = (template: string, panel: PanelId) => `#/work/${encodeURIComponent(template)}/${panel}`;
export const functionsHref = (tab: FunctionTab, query = '') => `#/functions/${tab}${query === '' ? '' : `?${query}`}`;

export const raceHref = (preset = '', query = '') =>
  `#/race/${encodeURIComponent(preset)}${query === '' ? '' : `?${query}`}`;

function subscribe(changed: () => void): () => void {
  window.addEventListener('hashchange', changed);
  return () => window.removeEventListener('hashchange', changed);
}

let last: { hash: string; route: Route } | null = null;

function current(): Route {
  const { hash } = window.location;
  if (last?.hash !== hash) last = { hash, route: parseRoute(hash) };
  return last.route;
}

export function useRoute(): Route {
  return useSyncExternalStore(subscribe, current);
}
