/** The theme that is on, for parts that paint on canvas and cannot use CSS variables. Follows `data-theme` of the page. */
import { useSyncExternalStore } from 'react';
import type { ThemeName } from './scales';

const current = (): ThemeName => (document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light');

function subscribe(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}

export function useThemeName(): ThemeName {
  return useSyncExternalStore(subscribe, current);
}
