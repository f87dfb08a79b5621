/** The network, layer by layer, and the settings it is trained with: everything one chooses, in one column. */
import { IconPlus } from '@tabler/icons-react';
import { memo, useEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { NetworkSpec } from '@/core/network/spec';
import { useDocument, useTask } from '@/state';
import { Button, Panel } from '@/ui';
import { shapeText } from '../parts/format';
import { TrainingSettings } from '../settings/TrainingSettings';
import { AddLayerDialog } from './AddLayerDialog';
import { connectionsOf } from './connections';
import { describeNetwork, type LayerRow } from './describe';
import { editor, UNDO_REMOVE, useEditor } from './editor';
import { Lanes, laneRoom } from './Lanes';
import { AddHere, LayerItem } from './LayerItem';
import { layerFields } from './layerFields';
import classes from './network.module.css';
import { ProblemNote } from './ProblemNote';
import { useDragRows } from './useDragRows';

export const NetworkPanel = memo(function NetworkPanel() {
  const { t } = useTranslation('train');
  const { network, template } = useDocument();
  const task = useTask();
  const { rows, parameters, problems } = useMemo(() => describeNetwork(network, task), [network, task]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another document, another list.
  useEffect(() => editor.reset, [template]);
  return (
    <Panel
      id="network"
      title={t('network.title')}
      actions={
        parameters !== null && <span className={classes.chip}>{t('network.parameters', { count: parameters })}</span>
      }
    >
      <div className={classes.container}>
        <div className={classes.columns}>
          <div>
            {problems.map((problem) => (
              <ProblemNote key={problem.code} problem={problem} />
            ))}
            <Layers key={template} network={network} rows={rows} />
          </div>
          <TrainingSettings broken={parameters === null} />
        </div>
      </div>
    </Panel>
  );
});

/** Where there is only one layer with settings besides the output, they are open; a long list begins compact. */
function firstOpen(rows: readonly LayerRow[]): string | null {
  const editable = rows.filter((row) => !row.last && layerFields(row.kind).length > 0);
  return editable.length === 1 ? editable[0].id : null;
}

function Layers({ network, rows }: { network: NetworkSpec; rows: LayerRow[] }) {
  const { t } = useTranslation('train');
  const { open, removed, adding, focus } = useEditor();
  const list = useRef<HTMLOListElement>(null);
  const { drag, start } = useDragRows(list, editor.moveTo);
  const connections = useMemo(() => connectionsOf(network), [network]);
  const first = useRef<string | null | undefined>(undefined);
  first.current ??= firstOpen(rows);
  const shown = open === undefined ? first.current : open;
  // What was asked to have the focus has it as soon as it is there.
  useEffect(() => {
    if (focus === null) return;
    const element = document.getElementById(focus.id);
    element?.focus();
    element?.scrollIntoView({ block: 'nearest' });
  }, [focus]);
  const gone = removed?.network === network ? removed : null;
  const { lanes } = connections;
  const dropAt = (index: number) => {
    if (!drag) return null;
    if (drag.place === index) return 'before';
    return drag.place === rows.length && index === rows.length - 1 ? 'after' : null;
  };
  const last = rows.findIndex((row) => row.id === shown);
  const output = rows.length > 0 && layerFields(rows[rows.length - 1].kind).some(({ name }) => name === 'units');
  return (
    <>
      <ol
        ref={list}
        className={classes.layers}
        // The lines may use some of the card's own margin.
        style={{ paddingLeft: laneRoom(lanes), marginLeft: -Math.min(8, laneRoom(lanes)) }}
        data-dragging={drag !== null || undefined}
      >
        <li className={`${classes.layer} ${classes.inputRow}`}>
          <Lanes parts={connections.rows[0]} lanes={lanes} />
          <div className={classes.line}>
            <span className={classes.name}>{t('network.input')}</span>
            <span className={`num ${classes.shape}`} title={t('network.shape')}>
              {shapeText(network.input.shape)}
            </span>
          </div>
          <AddHere index={0} after={t('network.input')} />
        </li>
        {rows.map((row, index) => [
          gone?.index === index && <UndoRow key="removed" id={gone.id} />,
          <LayerItem
            key={rows.findIndex(({ id }) => id === row.id) === index ? row.id : `${row.id} ${index}`}
            row={row}
            layer={network.layers[index]}
            index={index}
            open={shown === row.id}
            parts={connections.rows[index + 1]}
            lanes={lanes}
            readBy={connections.readBy[index + 1].join(t('network.and'))}
            drop={dropAt(index)}
            dragged={drag?.id === row.id}
            onDrag={start}
          />,
        ])}
        {gone?.index === rows.length && <UndoRow id={gone.id} />}
      </ol>
      <Button
        id="add-layer"
        className={classes.add}
        icon={<IconPlus size={15} />}
        aria-haspopup="dialog"
        onClick={() => editor.ask(last >= 0 ? last + 1 : rows.length - (output ? 1 : 0))}
      >
        {t('network.add')}
      </Button>
      {adding !== null && <AddLayerDialog index={Math.min(adding, rows.length)} />}
      <Said />
    </>
  );
}

/** In the place of a layer that was removed, until something else changes. */
function UndoRow({ id }: { id: string }) {
  const { t } = useTranslation('train');
  return (
    <li className={classes.undoRow}>
      <span id="removed-layer">{t('network.removed', { layer: id })}</span>
      <Button id={UNDO_REMOVE} aria-describedby="removed-layer" onClick={editor.restore}>
        {t('network.restore')}
      </Button>
    </li>
  );
}

/** What was done last, for those who do not see it. */
function Said() {
  const { t } = useTranslation('train');
  const said = useEditor((state) => state.said);
  return (
    <div className="ui-hidden" role="status">
      {said && t(`network.said.${said.key}`, said.params)}
    </div>
  );
}
