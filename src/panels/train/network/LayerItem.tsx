/**
 * One layer of the list: its name and output shape, below what it is and how many parameters it has. Choosing it opens
 * its settings; what is wrong with it is said right here.
 */
import { IconChevronDown } from '@tabler/icons-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import type { LayerSpec } from '@/core/network/spec';
import { usePreferences, useRun } from '@/state';
import { percent, shapeText, whole } from '../parts/format';
import type { LayerRow } from './describe';
import classes from './network.module.css';
import { ProblemNote } from './ProblemNote';
import { SettingFields } from './SettingFields';
import { useNames } from './useNames';

interface LayerItemProps {
  row: LayerRow;
  layer: LayerSpec;
  editable: boolean;
  open: boolean;
  onToggle(id: string): void;
}

export const LayerItem = memo(function LayerItem({ row, layer, editable, open, onToggle }: LayerItemProps) {
  const dirty = useRun((state) => state.dirtyLayers.some((setting) => setting.startsWith(`${row.id}/`)));
  const fields = `settings-${row.id}`;
  return (
    <li className={classes.layer} data-open={open} data-broken={row.problem !== null}>
      {editable ? (
        <button
          type="button"
          id={`layer-${row.id}`}
          className={classes.line}
          aria-expanded={open}
          aria-controls={open ? fields : undefined}
          onClick={() => onToggle(row.id)}
        >
          <Line row={row} dirty={dirty && !open} />
          <IconChevronDown className={classes.chevron} size={14} aria-hidden="true" />
        </button>
      ) : (
        <div className={classes.line}>
          <Line row={row} dirty={dirty} />
        </div>
      )}
      {row.problem && <ProblemNote problem={row.problem} />}
      {open && (
        <div id={fields}>
          <SettingFields layer={layer} />
        </div>
      )}
    </li>
  );
});

function Line({ row, dirty }: { row: LayerRow; dirty: boolean }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const names = useNames();
  const { kind, window, stride, activation, rate, parameters } = row;
  const own = kind === 'activation' && activation !== null ? names.activation(activation) : names.layer(kind);
  const what = [
    [own, window, rate === null ? null : percent(rate, language, 0)].filter(Boolean).join(' '),
    stride && t('network.stride', { stride }),
    kind !== 'activation' && activation !== null && activation !== 'linear' && names.activation(activation),
  ];
  return (
    <>
      <span className={classes.name}>{row.id}</span>
      <span className={`num ${classes.shape}`} title={t('network.shape')}>
        {row.outputShape ? shapeText(row.outputShape) : '–'}
      </span>
      <span className={classes.kind}>
        {what.filter(Boolean).join(' · ')}
        {dirty && <span className={classes.dirty} title={t('settings.needsReset')} />}
        {dirty && <span className="ui-hidden">{t('settings.needsReset')}</span>}
      </span>
      {parameters !== null && parameters > 0 && (
        <span className={`num ${classes.count}`} title={t('network.parameters', { count: parameters })}>
          <span aria-hidden="true">{whole(parameters, language)}</span>
          <span className="ui-hidden">{t('network.parameters', { count: parameters })}</span>
        </span>
      )}
    </>
  );
}
