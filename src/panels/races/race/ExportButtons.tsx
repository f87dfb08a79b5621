/** The race as files: all points, settings with results, and the chart as it is drawn. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CSV_TYPE } from '@/export/csv';
import { useDocument } from '@/state';
import { useRace } from '@/state/races';
import type { RaceLane } from '@/state/races/types';
import { Button, saveFile } from '@/ui';
import { csvOf, jsonOf } from '../model/files';
import { PICTURE } from './picture';
import classes from './race.module.css';

export function ExportButtons({ lanes }: { lanes: readonly RaceLane[] }) {
  const { t } = useTranslation('races');
  const document = useDocument();
  const [said, setSaid] = useState<string | null>(null);
  const name = (ending: string) => `chainrule-race-${document.template}.${ending}`;
  const save = (ending: string, content: Blob) => {
    saveFile(name(ending), content);
    setSaid(t('export.saved', { name: name(ending) }));
  };
  const savePicture = async (kind: 'svg' | 'png') => {
    const root = window.document.getElementById(PICTURE);
    if (!root) return;
    try {
      const { pictureOf, pngOf } = await import('@/ui/picture/picture');
      const picture = await pictureOf(root, t('chart.title'), false);
      save(kind, kind === 'png' ? await pngOf(picture) : new Blob([picture.svg], { type: 'image/svg+xml' }));
    } catch {
      setSaid(t('export.failed'));
    }
  };
  const files = {
    csv: () => save('csv', new Blob([csvOf(lanes, useRace.getState().stepsPerEpoch)], { type: CSV_TYPE })),
    json: () => save('json', new Blob([jsonOf({ ...useRace.getState(), lanes })], { type: 'application/json' })),
    svg: () => void savePicture('svg'),
    png: () => void savePicture('png'),
  };
  return (
    <fieldset className={classes.exports} aria-label={t('export.label')}>
      {(['csv', 'json', 'svg', 'png'] as const).map((kind) => (
        <Button
          key={kind}
          id={`race-${kind}`}
          className={classes.small}
          title={t(`export.${kind}`)}
          onClick={files[kind]}
        >
          {kind.toUpperCase()}
        </Button>
      ))}
      <span className="ui-hidden" role="status">
        {said}
      </span>
    </fieldset>
  );
}
