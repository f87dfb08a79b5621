/** The sentences of `insights.ts` in the language of the page. */
import { useTranslation } from 'react-i18next';
import type { Race } from '@/core/racing/types';
import { measured, whole } from '@/ui';
import { useRacerNames } from '../names';
import { tight } from '../standing/words';
import type { Insight } from './insights';

/** Counts are written whole; what was computed with three digits. */
const WHOLE = new Set(['step', 'every', 'flips', 'updates']);

export function useInsight(race: Race, id: string, coordinate: 0 | 1): (insight: Insight) => string {
  const { t, i18n } = useTranslation('numbers');
  const name = useRacerNames(race.spec.racers).get(id);
  const write = (key: string, value: number | string): string => {
    if (typeof value === 'string') return value;
    return WHOLE.has(key) ? whole(value, i18n.language) : measured(value);
  };
  return ({ code, params }) => {
    const words = Object.entries(params).map(([key, value]) => [key, write(key, value)] as const);
    const text = t(`insight.${code}` as 'insight.moves', {
      ...(Object.fromEntries(words) as { length: string }),
      name,
      coordinate: coordinate === 0 ? 'x' : 'y',
    });
    return tight(text);
  };
}
