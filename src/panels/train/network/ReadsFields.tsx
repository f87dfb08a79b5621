/**
 * What a layer reads: of a merging layer a list to choose from and to add to, in the order that counts for differences;
 * of any other layer one choice, which is the layer before unless another is named.
 */
import { IconPlus, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { INPUT, readsOf } from '@/core/network/edits';
import { merges, partnersOf } from '@/core/network/newLayer';
import { shapesBefore } from '@/core/network/shapes';
import { SelectField } from '@/parts/settings/SelectField';
import { useDocument, useRun } from '@/state';
import { Button, IconButton } from '@/ui';
import { shapeText } from '../parts/format';
import { NeedsReset } from '../parts/NeedsReset';
import { editor, readable } from './editor';
import classes from './network.module.css';

function useReads(id: string) {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const dirty = useRun((state) => state.dirtyLayers.includes(`${id}/inputs`));
  const index = network.layers.findIndex((layer) => layer.id === id);
  const shapes = shapesBefore(network, index);
  const reads = readsOf(network, index);
  const options = readable(network, index).reverse();
  const label = (name: string) => {
    const shape = shapes.get(name);
    const shown = name === INPUT ? t('network.input') : name;
    return shape ? `${shown} · ${shapeText(shape)}` : shown;
  };
  // What is read but not there stays visible, so that it can be changed.
  const choices = (own: string) => (options.includes(own) ? options : [...options, own]);
  const choose = (own: string) => choices(own).map((name) => ({ value: name, label: label(name) }));
  return { network, index, reads, shapes, options, choose, hint: dirty ? <NeedsReset /> : undefined };
}

/** The inputs of a merging layer. */
export function MergeFields({ id, kind }: { id: string; kind: string }) {
  const { t } = useTranslation('train');
  const { network, index, reads, shapes, options, choose, hint } = useReads(id);
  const [first] = reads;
  const unread = partnersOf(network, index, kind).find((name) => !reads.includes(name));
  const fitting = (name: string) => merges(kind, shapes.get(name) ?? [], shapes.get(first) ?? []);
  const next = unread ?? options.find((name) => !reads.includes(name) && fitting(name)) ?? options[0];
  const pairs = kind === 'subtract' || kind === 'dot';
  return (
    <fieldset className={classes.reads}>
      <legend>{t('network.reads')}</legend>
      {reads.map((name, at) => (
        <div key={`${at}-${name}`} className={classes.read}>
          <SelectField
            id={`reads-${id}-${at}`}
            label={t('network.readsOne', { number: at + 1 })}
            value={name}
            options={choose(name)}
            hint={at === reads.length - 1 ? hint : undefined}
            onChange={(chosen) =>
              editor.connect(
                id,
                reads.map((old, i) => (i === at ? chosen : old)),
              )
            }
          />
          {reads.length > 2 && (
            <IconButton
              variant="quiet"
              className={classes.small}
              label={t('network.readNot', { layer: name })}
              icon={<IconX size={14} />}
              onClick={() =>
                editor.connect(
                  id,
                  reads.filter((_, i) => i !== at),
                )
              }
            />
          )}
        </div>
      ))}
      {!(pairs && reads.length >= 2) && (
        <Button
          id={`reads-${id}-more`}
          variant="quiet"
          className={classes.small}
          icon={<IconPlus size={14} />}
          onClick={() => editor.connect(id, [...reads, next])}
        >
          {t('network.readMore')}
        </Button>
      )}
    </fieldset>
  );
}

/** What a layer with one input reads. */
export function ReadField({ id }: { id: string }) {
  const { t } = useTranslation('train');
  const { reads, choose, hint } = useReads(id);
  return (
    <SelectField
      id={`reads-${id}`}
      label={t('network.readsFrom')}
      value={reads[0]}
      options={choose(reads[0])}
      hint={hint}
      onChange={(name) => editor.connect(id, [name])}
    />
  );
}
