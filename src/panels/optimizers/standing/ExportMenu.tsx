/** The race to take away: every number as CSV or JSON, the map and the curves as pictures, and the address of it all. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CSV_TYPE, csvParts } from '@/export/csv';
import { Button, copyText, saveFile } from '@/ui';
import { pictureOf, pngOf } from '@/ui/picture/picture';
import { linkQuery } from '../opened';
import type { ExportProps } from './ExportButton';
import css from './standing.module.css';
import { raceJson, raceTable } from './table';

/** Pictures on the page, and the part of it that each is. */
const PICTURES = {
  map: () => document.querySelector('#race-map [data-view]'),
  curves: () => document.querySelector('#race-curves figure'),
} as const;
type PictureId = keyof typeof PICTURES;

type Outcome = { key: 'copied' | 'failed' } | { key: 'saved'; name: string };

export function ExportMenu({ race, names }: ExportProps) {
  const { t } = useTranslation('numbers');
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [busy, setBusy] = useState(false);
  const run = (work: () => Promise<Outcome>) => {
    setBusy(true);
    setOutcome(null);
    // A moment for the page to say that something is under way: a large table takes a second.
    setTimeout(() => {
      work()
        .then(setOutcome, () => setOutcome({ key: 'failed' }))
        .finally(() => setBusy(false));
    });
  };
  const fileName = (what: string, ending: string) =>
    `race-${race.spec.surface.kind.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-${what}.${ending}`;
  const save = (name: string, content: Blob): Outcome => {
    saveFile(name, content);
    return { key: 'saved', name };
  };
  const saveTable = () =>
    run(async () =>
      save(fileName('steps', 'csv'), new Blob(await csvParts(raceTable(race, names)), { type: CSV_TYPE })),
    );
  const saveJson = () =>
    run(async () => save(fileName('results', 'json'), new Blob([raceJson(race, names)], { type: 'application/json' })));
  const savePicture = (id: PictureId, ending: 'svg' | 'png') =>
    run(async () => {
      const root = PICTURES[id]();
      if (root === null) return { key: 'failed' };
      const picture = await pictureOf(root, t(`export.${id}`), false);
      return save(
        fileName(id, ending),
        ending === 'png' ? await pngOf(picture) : new Blob([picture.svg], { type: 'image/svg+xml' }),
      );
    });
  const copyLink = () =>
    run(async () => {
      // The address follows the race a moment later.
      const [page, hash = ''] = window.location.href.split('#');
      const query = linkQuery();
      const link = `${page}#${hash.split('?')[0]}${query === '' ? '' : `?${query}`}`;
      return { key: (await copyText(link)) ? 'copied' : 'failed' };
    });
  return (
    <div className={css.menu} aria-busy={busy}>
      <section>
        <h3>{t('export.numbers')}</h3>
        <div className={css.row}>
          <Button id="race-csv" className={css.small} onClick={saveTable}>
            {t('export.csv')}
          </Button>
          <Button id="race-json" className={css.small} onClick={saveJson}>
            {t('export.json')}
          </Button>
        </div>
      </section>
      <section>
        <h3>{t('export.pictures')}</h3>
        {(Object.keys(PICTURES) as PictureId[]).map((id) => (
          <div key={id} className={css.picture}>
            <span>{t(`export.${id}`)}</span>
            {(['svg', 'png'] as const).map((ending) => (
              <Button
                key={ending}
                id={`race-${id}-${ending}`}
                className={css.small}
                aria-label={t('export.as', { picture: t(`export.${id}`), format: ending.toUpperCase() })}
                onClick={() => savePicture(id, ending)}
              >
                {ending.toUpperCase()}
              </Button>
            ))}
          </div>
        ))}
      </section>
      <div className={css.row}>
        <Button id="race-link" className={css.small} onClick={copyLink}>
          {t('export.link')}
        </Button>
      </div>
      <p className={css.outcome} role="status">
        {busy && t('export.working')}
        {outcome && t(`export.outcome.${outcome.key}`, { name: outcome.key === 'saved' ? outcome.name : '' })}
      </p>
    </div>
  );
}
