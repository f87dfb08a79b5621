/**
 * One layer of the list: its name and output shape, below what it is, what it reads and how many parameters it has.
 * Choosing it opens what can be done with it and its settings; what is wrong with it is said right here.
 */
import { IconChevronDown, IconGripVertical, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, memo, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { INPUT } from '@/core/network/edits';
import { isMerging } from '@/core/network/shapes';
import type { LayerSpec } from '@/core/network/spec';
import { usePreferences, useRun } from '@/state';
import { percent, shapeText, whole } from '../parts/format';
import type { LanePart } from './connections';
import type { LayerRow } from './describe';
import { editor, rowId } from './editor';
import { Lanes } from './Lanes';
import { NameField } from './NameField';
import classes from './network.module.css';
import { ProblemNote } from './ProblemNote';
import { MergeFields, ReadField } from './ReadsFields';
import { SettingFields } from './SettingFields';
import { Toolbar } from './Toolbar';
import { useNames } from './useNames';

interface LayerItemProps {
  row: LayerRow;
  layer: LayerSpec;
  /** Place among the layers, from 0. */
  index: number;
  open: boolean;
  parts: readonly LanePart[];
  lanes: number;
  /** Layers further on that read this one over others, as one text. */
  readBy: string;
  /** Where a dragged row would land, as seen from this one. */
  drop: 'before' | 'after' | null;
  dragged: boolean;
  onDrag(id: string, event: PointerEvent<HTMLElement>): void;
}

/** Arrows walk the rows, with Alt they move the layer; Delete removes it. */
function onKeyDown(event: KeyboardEvent<HTMLElement>, id: string): void {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.key === 'Delete') {
    event.preventDefault();
    editor.remove(id);
  } else if (event.key === 'ArrowUp' || event.key === 'ArrowDown') {
    event.preventDefault();
    const by = event.key === 'ArrowUp' ? -1 : 1;
    const rows = Array.from(event.currentTarget.closest('ol')?.querySelectorAll<HTMLElement>('[data-row]') ?? []);
    if (event.altKey) editor.move(id, by);
    else rows[rows.indexOf(event.currentTarget) + by]?.focus();
  }
}

export const LayerItem = memo(function LayerItem(props: LayerItemProps) {
  const { row, layer, index, open, parts, lanes, readBy, drop, dragged, onDrag } = props;
  const { t } = useTranslation('train');
  const changed = useRun((state) => state.dirtyLayers.some((setting) => setting.startsWith(`${row.id}/`)));
  const added = useRun((state) => state.network !== null && !state.network.layers.some(({ id }) => id === row.id));
  const fields = `settings-${row.id}`;
  const broken = row.problem !== null;
  return (
    <li
      className={classes.layer}
      data-layer={row.id}
      data-open={open}
      data-broken={broken}
      data-drop={drop}
      data-dragged={dragged || undefined}
    >
      <Lanes parts={parts} lanes={lanes} />
      <span className={classes.grip} title={t('network.drag')} onPointerDown={(event) => onDrag(row.id, event)}>
        <IconGripVertical size={14} aria-hidden="true" />
      </span>
      <button
        type="button"
        id={rowId(row.id)}
        data-row=""
        className={classes.line}
        aria-expanded={open}
        aria-controls={open ? fields : undefined}
        aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown Delete"
        onClick={() => editor.toggle(row.id)}
        onKeyDown={(event) => onKeyDown(event, row.id)}
      >
        <Line row={row} dirty={(changed && !open) || added} readBy={readBy} />
        <IconChevronDown className={classes.chevron} size={14} aria-hidden="true" />
      </button>
      {row.problem && <ProblemNote problem={row.problem} />}
      {row.advice.map((advice) => (
        <ProblemNote key={advice.code} problem={advice} advice />
      ))}
      {open && (
        <div id={fields} className={classes.fields}>
          <Toolbar id={row.id} />
          <Shapes row={row} />
          <NameField key={row.id} id={row.id} />
          {isMerging(row.kind) && <MergeFields id={row.id} kind={row.kind} />}
          <SettingFields layer={layer}>{!isMerging(row.kind) && <ReadField id={row.id} />}</SettingFields>
        </div>
      )}
      <AddHere index={index + 1} after={row.id} />
    </li>
  );
});

/** Between two rows: a line with a plus, which shows when one points there. The list's own button works by keyboard. */
export function AddHere({ index, after }: { index: number; after: string }) {
  const { t } = useTranslation('train');
  return (
    <button
      type="button"
      tabIndex={-1}
      className={classes.addHere}
      aria-label={t('network.addAfter', { layer: after })}
      onClick={() => editor.ask(index)}
    >
      <span>
        <IconPlus size={12} stroke={2.5} aria-hidden="true" />
      </span>
    </button>
  );
}

/** What goes in and what comes out. */
function Shapes({ row: { inputShapes, outputShape } }: { row: LayerRow }) {
  const { t } = useTranslation('train');
  if (inputShapes.length === 0) return null;
  const shown = inputShapes.map(shapeText);
  const alike = shown.every((shape) => shape === shown[0]);
  return (
    <p className={classes.shapes}>
      <span>{t('network.shapes')}</span>
      <span className="num">
        {alike ? shown[0] : shown.join(', ')} → {outputShape ? shapeText(outputShape) : '?'}
      </span>
    </p>
  );
}

function Line({ row, dirty, readBy }: { row: LayerRow; dirty: boolean; readBy: string }) {
  const { t } = useTranslation('train');
  const language = usePreferences((state) => state.language);
  const names = useNames();
  const { kind, window, stride, activation, rate, parameters, reads } = row;
  const own = kind === 'activation' && activation !== null ? names.activation(activation) : names.layer(kind);
  const what = [
    [own, window, rate === null ? null : percent(rate, language, 0)].filter(Boolean).join(' '),
    stride && t('network.stride', { stride }),
    kind !== 'activation' && activation !== null && activation !== 'linear' && names.activation(activation),
  ];
  const readText = reads?.map((id) => (id === INPUT ? t('network.input') : id)).join(t('network.and'));
  return (
    <>
      <span className={classes.name}>{row.id}</span>
      <span className={`num ${classes.shape}`} title={t('network.shape')}>
        {row.outputShape ? shapeText(row.outputShape) : '–'}
      </span>
      <span className={classes.second}>
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
      </span>
      {readText && <span className={classes.readText}>{t('network.readText', { layers: readText })}</span>}
      {readBy !== '' && <span className="ui-hidden">{t('network.readBy', { layers: readBy })}</span>}
    </>
  );
}
