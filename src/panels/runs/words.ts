/** How a run, its settings and its numbers are called in the language of the page. */
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { documentStore, type RunRecord, titleKey, usePreferences, useVocabulary } from '@/state';
import { measured, percent, whole, writeNumber } from '@/ui';

type Named = Pick<RunRecord, 'name' | 'number' | 'template'>;

/** Title of a template as the gallery has it; of one that is no longer there, its id. */
export function useTemplateTitle(): (template: string) => string {
  const { t } = useTranslation(['gallery', 'presets']);
  return useCallback((template) => (documentStore.isTemplate(template) ? t(titleKey(template)) : template), [t]);
}

/** A run's name: the one a person gave it, else its template and number. */
export function useRunName(): (run: Named) => string {
  const { t } = useTranslation('runs');
  const title = useTemplateTitle();
  return useCallback(
    ({ name, number, template }) => name ?? t('automatic', { title: title(template), number }),
    [t, title],
  );
}

/** The settings that are asked for most, in one line: `128–10 · Adam 0.003 · batch 128 · seed 42`. */
export function useSettingsLine(): (record: RunRecord) => string {
  const { t } = useTranslation('runs');
  const vocabulary = useVocabulary();
  return useCallback(
    ({ document }) => {
      const { layers } = document.network;
      const sizes = layers.map(({ units, filters }) => units ?? filters).filter((size) => typeof size === 'number');
      const { optimizer } = document.training.phases[0];
      const name = vocabulary.name('optimizer', optimizer.kind);
      const { batchSize, seed } = document.training;
      return [
        sizes.join('–'),
        `${name} ${writeNumber(optimizer.learningRate)}`,
        t('line.batch', { size: batchSize }),
        t('line.seed', { seed: String(seed) }),
      ].join(' · ');
    },
    [t, vocabulary],
  );
}

const SECOND = { style: 'unit', unit: 'second', unitDisplay: 'narrow' } as const;

/** What is in a formatter is worth keeping: making one takes much longer than using it. */
function writersOf(language: string) {
  const none = '–';
  const known = (value: number | null | undefined): value is number => value !== null && value !== undefined;
  const number = (options: Intl.NumberFormatOptions) => new Intl.NumberFormat(language, options);
  const tenths = number({ maximumFractionDigits: 1 });
  const wholes = number({ maximumFractionDigits: 0 });
  const unit = (name: string, digits: number) => number({ style: 'unit', unit: name, maximumFractionDigits: digits });
  const sizes = [
    { least: 2 ** 30, coarse: unit('gigabyte', 0), fine: unit('gigabyte', 1) },
    { least: 2 ** 20, coarse: unit('megabyte', 0), fine: unit('megabyte', 1) },
    { least: 2 ** 10, coarse: unit('kilobyte', 0), fine: unit('kilobyte', 0) },
  ];
  const seconds = { fine: unit('second', 1), coarse: unit('second', 0) };
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
  const date = new Intl.DateTimeFormat(language, { dateStyle: 'medium' });
  const moment = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' });
  return {
    whole: (value: number) => whole(value, language),
    loss: (value: number | null | undefined) => (known(value) ? measured(value) : none),
    accuracy: (value: number | null | undefined) => (known(value) ? percent(value, language, 1) : none),
    /** Epochs with one decimal where they are not whole; never more than are done. */
    epochs: (value: number) => (value < 100 ? tenths : wholes).format(Math.floor(value * 10 + 1e-6) / 10),
    /** A place on an axis of epochs or seconds. */
    place: { epoch: number({ maximumFractionDigits: 2 }), second: number({ ...SECOND, maximumSignificantDigits: 3 }) },
    bytes: (value: number) => {
      const { least, coarse, fine } = sizes.find((size) => value >= size.least) ?? sizes[2];
      const amount = value / least;
      return (amount < 10 ? fine : coarse).format(value > 0 ? Math.max(amount, least === 2 ** 10 ? 1 : 0) : 0);
    },
    /** Time trained: `1:02:05`, `3:20`, or seconds, below ten with a decimal. */
    seconds: (value: number) => {
      if (value < 60) return (value < 10 ? seconds.fine : seconds.coarse).format(value);
      const total = Math.round(value);
      const two = (part: number) => String(part).padStart(2, '0');
      const minutes = Math.floor((total % 3600) / 60);
      const hours = Math.floor(total / 3600);
      return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
    },
    /** When something was: how long ago on the same day, else the date. */
    when: (time: number, now: number) => {
      const minutes = Math.round((time - now) / 60_000);
      if (minutes > -1) return relative.format(0, 'second');
      if (minutes > -60) return relative.format(minutes, 'minute');
      if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
      return date.format(time);
    },
    moment: (time: number) => moment.format(time),
  };
}
export type Writers = ReturnType<typeof writersOf>;

const writers = new Map<string, Writers>();

/** Writes numbers of a run in the language of the page; `–` where there is none. */
export function useNumbers(): Writers {
  const language = usePreferences((state) => state.language);
  let known = writers.get(language);
  if (!known) {
    known = writersOf(language);
    writers.set(language, known);
  }
  return known;
}
