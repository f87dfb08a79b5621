/**
 * Types of the catalogues, so that `t` knows every key. A new namespace is a file in both language folders and a line
 * here; it is loaded when the first `useTranslation('name')` asks for it.
 */
import 'i18next';
import type backprop from './en/backprop.json';
import type check from './en/check.json';
import type common from './en/common.json';
import type download from './en/download.json';
import type errors from './en/errors.json';
import type expression from './en/expression.json';
import type fair from './en/fair.json';
import type faults from './en/faults.json';
import type flow from './en/flow.json';
import type functions from './en/functions.json';
import type gallery from './en/gallery.json';
import type handout from './en/handout.json';
import type inspect from './en/inspect.json';
import type lessons from './en/lessons.json';
import type notation from './en/notation.json';
import type numbers from './en/numbers.json';
import type optimizers from './en/optimizers.json';
import type practice from './en/practice.json';
import type presets from './en/presets.json';
import type races from './en/races.json';
import type runs from './en/runs.json';
import type settings from './en/settings.json';
import type tour from './en/tour.json';
import type train from './en/train.json';
import type ui from './en/ui.json';
import type vocabulary from './en/vocabulary.json';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'common';
    resources: {
      backprop: typeof backprop;
      check: typeof check;
      common: typeof common;
      download: typeof download;
      errors: typeof errors;
      expression: typeof expression;
      fair: typeof fair;
      faults: typeof faults;
      flow: typeof flow;
      functions: typeof functions;
      gallery: typeof gallery;
      handout: typeof handout;
      inspect: typeof inspect;
      lessons: typeof lessons;
      notation: typeof notation;
      numbers: typeof numbers;
      optimizers: typeof optimizers;
      practice: typeof practice;
      presets: typeof presets;
      races: typeof races;
      runs: typeof runs;
      settings: typeof settings;
      tour: typeof tour;
      train: typeof train;
      ui: typeof ui;
      vocabulary: typeof vocabulary;
    };
  }
}
