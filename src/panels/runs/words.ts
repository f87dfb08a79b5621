/** How a run, its settings and its numbers are called in the language of the page. */
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { documentStore, type RunRecord, usePreferences } from '@/state';
import { measured, percent, whole, writeNumber } from '@/ui';

type Named = Pick<RunRecord, 'name' | 'number' | 'template'>;

/** Title of a template as the gallery has it; of one that is no longer there, its id. */
export function useTemplateTitle(): (template: string) => string {
  const { t } = useTranslation('gallery');
  return useCallback((template) => (documentStore.isTemplate(template) ? t(`items.${template}.title`) : template), [t]);
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
  const { t, i18n } = useTranslation(['runs', 'train']);
  return useCallback(
    ({ document }) => {
      const { layers } = document.network;
      const sizes = layers.map(({ units, filters }) => units ?? filters).filter((size) => typeof size === 'number');
      const { optimizer } = document.training.phases[0];
      const key = `train:optimizer.${optimizer.kind}`;
      const name = i18n.exists(key) ? t(key as 'train:optimizer.adam') : optimizer.kind;
      const { batchSize, seed } = document.training;
      return [
        sizes.join('–'),
        `${name} ${writeNumber(optimizer.learningRate)}`,
        t('line.batch', { size: batchSize }),
        t('line.seed', { seed: String(seed) }),
      ].join(' · ');
    },
    [t, i18n],
  );
}

/** Writes numbers of a run in the language of the page; `–` where there is none. */
export function useNumbers() {
  const language = usePreferences((state) => state.language);
  return useMemo(() => {
    const none = '–';
    const known = (value: number | null | undefined): value is number => value !== null && value !== undefined;
    return {
      whole: (value: number) => whole(value, language),
      loss: (value: number | null | undefined) => (known(value) ? measured(value) : none),
      accuracy: (value: number | null | undefined) => (known(value) ? percent(value, language, 1) : none),
      /** Epochs with one decimal where they are not whole. */
      epochs: (value: number) =>
        new Intl.NumberFormat(language, { maximumFractionDigits: value < 100 ? 1 : 0 }).format(value),
      bytes: (value: number) => {
        const unit = value < 2 ** 20 ? 'kilobyte' : value < 2 ** 30 ? 'megabyte' : 'gigabyte';
        const size = { kilobyte: 2 ** 10, megabyte: 2 ** 20, gigabyte: 2 ** 30 }[unit];
        const digits = value / size < 10 && unit !== 'kilobyte' ? 1 : 0;
        return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: digits }).format(
          Math.max(value / size, value > 0 && unit === 'kilobyte' ? 1 : 0),
        );
      },
      /** Time trained: `1:02:05`, `3:20`, or seconds with a decimal. */
      seconds: (value: number) => {
        if (value < 60) {
          const format = { style: 'unit', unit: 'second', maximumFractionDigits: value < 10 ? 1 : 0 } as const;
          return new Intl.NumberFormat(language, format).format(value);
        }
        const total = Math.round(value);
        const two = (part: number) => String(part).padStart(2, '0');
        const minutes = Math.floor((total % 3600) / 60);
        const hours = Math.floor(total / 3600);
        return hours > 0 ? `${hours}:${two(minutes)}:${two(total % 60)}` : `${minutes}:${two(total % 60)}`;
      },
      /** When something was: how long ago on the same day, else the date. */
      when: (time: number, now: number) => {
        const minutes = Math.round((time - now) / 60_000);
        const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto', style: 'short' });
        if (minutes > -1) return relative.format(0, 'second');
        if (minutes > -60) return relative.format(minutes, 'minute');
        if (minutes > -24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
        return new Intl.DateTimeFormat(language, { dateStyle: 'medium' }).format(time);
      },
      moment: (time: number) =>
        new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' }).format(time),
    };
  }, [language]);
}
