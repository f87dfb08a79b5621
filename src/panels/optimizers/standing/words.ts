/** How the race stands, in a sentence or two: above its table, and read aloud when the place rests. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { type Doing, type Summary, summarize } from '@/core/racing/summary';
import type { Race } from '@/core/racing/types';
import { measured, whole } from '@/ui';
import { digitsApart } from './standing';

/** Chinese has no spaces between its own characters: a name put in may have brought some. */
export const tight = (text: string): string => text.replace(/(\p{Script=Han}) (?=\p{Script=Han})/gu, '$1');

/** What is said of racers besides where they are; of those that come down there is nothing more to say. */
const SAID = ['arrived', 'swinging', 'climbing', 'stopped'] as const satisfies readonly Doing[];

type Translate = ReturnType<typeof useTranslation<'numbers'>>['t'];

function sentences(summary: Summary, names: ReadonlyMap<string, string>, t: Translate, language: string): string[] {
  const { step, standings, leader } = summary;
  const list = new Intl.ListFormat(language, { type: 'conjunction' });
  const called = (ids: readonly { id: string }[]) => list.format(ids.map(({ id }) => names.get(id) ?? id));
  const running = standings.filter(({ stopped }) => stopped === null);
  const said: string[] = [];
  if (running.length > 0) {
    const [first, second] = running;
    const last = running[running.length - 1];
    const digits = digitsApart(running.map(({ loss }) => loss));
    const words = {
      step: whole(step, language),
      name: called([first]),
      loss: measured(first.loss, digits),
      second: called(running.filter(({ place }) => place === second?.place)),
      secondLoss: measured((second ?? first).loss, digits),
      last: called([last]),
      lastLoss: measured(last.loss, digits),
      names: called(running.filter(({ place }) => place === 1)),
    };
    const two = second?.place === last.place;
    const kind = running.length === 1 ? 'alone' : leader === null ? 'tied' : two ? 'two' : 'leads';
    said.push(t(`summary.${step === 0 ? 'start' : kind}`, words));
  }
  for (const doing of SAID) {
    const those = standings.filter((standing) => standing.doing === doing);
    if (those.length > 0 && (step > 0 || doing === 'stopped'))
      said.push(t(`summary.${doing}`, { count: those.length, names: called(those) }));
  }
  return said;
}

export function useSummary(race: Race | null, position: number, names: ReadonlyMap<string, string>): string {
  const { t, i18n } = useTranslation('numbers');
  const { language } = i18n;
  return useMemo(() => {
    if (race === null) return '';
    if (!Number.isFinite(race.tracks[0]?.loss[0] ?? 0)) return t('summary.noStart');
    const said = sentences(summarize(race, position), names, t, language);
    return tight(said.join(language === 'zh-CN' ? '' : ' '));
  }, [race, position, names, t, language]);
}
