/** How the race stands, in a sentence or two: below the table's title, and read aloud when the place rests. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Race } from '@/core/racing/types';
import { measured, whole } from '@/ui';
import { useSurface } from '../useSurface';
import { standingOf } from './standing';

export function useSummary(race: Race | null, position: number, names: ReadonlyMap<string, string>): string {
  const { t, i18n } = useTranslation('numbers');
  const surface = useSurface(race);
  return useMemo(() => {
    if (race === null || surface === null) return '';
    const rows = standingOf(race, surface, position);
    const running = rows.filter(({ stopped }) => stopped === null);
    const name = (row: { id: string }) => names.get(row.id) ?? row.id;
    const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
    const out = rows.filter(({ stopped }) => stopped !== null);
    const stopped =
      out.length > 0 ? t('summary.stopped', { count: out.length, names: list.format(out.map(name)) }) : '';
    const step = whole(position, i18n.language);
    if (running.length === 0) return stopped;
    const [first, second] = running;
    const last = running[running.length - 1];
    const loss = measured(first.loss);
    const sentence =
      position === 0
        ? t('summary.start', { loss })
        : running.length === 1
          ? t('summary.alone', { step, name: name(first), loss })
          : t(running.length === 2 ? 'summary.two' : 'summary.leads', {
              step,
              name: name(first),
              loss,
              second: name(second),
              secondLoss: measured(second.loss),
              last: name(last),
              lastLoss: measured(last.loss),
            });
    return [sentence, stopped].filter(Boolean).join(' ');
  }, [race, surface, position, names, t, i18n.language]);
}
