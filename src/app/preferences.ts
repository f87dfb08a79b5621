/** Keeps the page in step with the preferences: language of the words and of the document, and the theme. */
import { type Preferences, usePreferences } from '@/state/preferences';
import { switchWords } from './i18n';

function show({ language, theme }: Preferences): void {
  const root = document.documentElement;
  root.lang = language;
  root.dataset.theme = theme;
  root.dataset.mantineColorScheme = theme;
}

export function followPreferences(): void {
  show(usePreferences.getState());
  usePreferences.subscribe((now, before) => {
    show(now);
    if (now.language !== before.language) void switchWords(now.language);
  });
}
