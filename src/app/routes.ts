/** Addresses within the page: `#/` is the gallery, `#/work/<template>/<panel>` a workspace. The back button just works. */
import { useSyncExternalStore } from 'react';

export const PANELS = ['train', 'inspect', 'step', 'runs'] as const;
export type PanelId = (typeof PANELS)[number];

export type Route = { page: 'gallery' } | { page: 'work'; template: string; panel: PanelId };

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
  const [page, template, panel] = hash.replace(/^#\/?/, '').split('/').map(decoded);
  if (page !== 'work' || !template) return { page: 'gallery' };
  return { page: 'work', template, panel: PANELS.find((known) => known === panel) ?? 'train' };
}

export const galleryHref = '#/';
export const workHref = (template: string, panel: PanelId) => `#/work/${encodeURIComponent(template)}/${panel}`;

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
