/**
 * Types of the catalogues, so that `t` knows every key. A new namespace is a file in both language folders and a line
 * here; it is loaded when the first `useTranslation('name')` asks for it.
 */
import 'i18next';
import type backprop from './en/backprop.json';
import type common from './en/common.json';
import type download from './en/download.json';
import type errors from './en/errors.json';
import type functions from './en/functions.json';
import type gallery from './en/gallery.json';
import type inspect from './en/inspect.json';
import type runs from './en/runs.json';
import type settings from './en/settings.json';
import type train from './en/train.json';
import type ui from './en/ui.json';
import type vocabulary from './en/vocabulary.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      backprop: typeof backprop;
      common: typeof common;
      download: typeof download;
      errors: typeof errors;
      functions: typeof functions;
      gallery: typeof gallery;
      inspect: typeof inspect;
      runs: typeof runs;
      settings: typeof settings;
      train: typeof train;
      ui: typeof ui;
      vocabulary: typeof vocabulary;
    };
  }
}
