/**
 * Words: one catalogue a namespace and language, fetched when it is first asked for and not before. Components just call
 * `useTranslation('namespace')`; while its file is on the way, the nearest Suspense boundary waits.
 */
import i18next, { type BackendModule, type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '@/state/preferences';

const catalogues = import.meta.glob<ResourceLanguage>('../locales/*/*.json', { import: 'default' });

const catalogueFiles: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = catalogues[`../locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`no catalogue ${language}/${namespace}`), null);
    load().then(
      (words) => done(null, words),
      (error: Error) => done(error, null),
    );
  },
};

/** Starts i18next; resolves when the first namespaces are there. */
export async function startWords(language: Language, namespaces: string[]): Promise<void> {
  await i18next
    .use(catalogueFiles)
    .use(initReactI18next)
    .init({
      lng: language,
      // Both catalogues have the same keys (checked), so nothing of the other language is ever needed.
      fallbackLng: false,
      load: 'currentOnly',
      ns: namespaces,
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      react: { useSuspense: true },
    });
}

/** Switches once every namespace in use has come in the other language: no words in between. */
export async function switchWords(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
}
