/** What can be done with a layer: move, copy, add one behind it, add it up with an earlier one, remove. */
import { IconArrowDown, IconArrowUp, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sameShape } from '@/core/graph/shape';
import { INPUT } from '@/core/network/edits';
import { partnersOf } from '@/core/network/newLayer';
import { shapesBefore } from '@/core/network/shapes';
import { useDocument } from '@/state';
import { Button, IconButton } from '@/ui';
import { shapeText } from '../parts/format';
import { editor } from './editor';
import classes from './network.module.css';

const SIZE = 15;

export function Toolbar({ id }: { id: string }) {
  const { t } = useTranslation('train');
  const { network } = useDocument();
  const [choosing, setChoosing] = useState(false);
  const index = network.layers.findIndex((layer) => layer.id === id);
  const last = network.layers.length - 1;
  const shape = shapesBefore(network, index + 1).get(id);
  const partners = partnersOf(network, index + 1, 'add').filter((name) => {
    const other = shapesBefore(network, index + 1).get(name);
    return shape && other && sameShape(shape, other);
  });
  const list = useId();
  const none = partners.length === 0;
  return (
    <>
      <div className={classes.toolbar} role="toolbar" aria-label={t('network.toolbar', { layer: id })}>
        <IconButton
          id={`up-${id}`}
          variant="quiet"
          className={classes.tool}
          label={t('network.up')}
          shortcut="Alt+↑"
          disabled={index === 0}
          icon={<IconArrowUp size={SIZE} />}
          onClick={() => editor.move(id, -1)}
        />
        <IconButton
          id={`down-${id}`}
          variant="quiet"
          className={classes.tool}
          label={t('network.down')}
          shortcut="Alt+↓"
          disabled={index === last}
          icon={<IconArrowDown size={SIZE} />}
          onClick={() => editor.move(id, 1)}
        />
        <IconButton
          id={`add-after-${id}`}
          variant="quiet"
          className={classes.tool}
          label={t('network.addAfter', { layer: id })}
          icon={<IconPlus size={SIZE} />}
          onClick={() => editor.ask(index + 1)}
        />
        <IconButton
          id={`duplicate-${id}`}
          variant="quiet"
          className={classes.tool}
          label={t('network.duplicate')}
          icon={<IconCopy size={SIZE} />}
          onClick={() => editor.duplicate(id)}
        />
        <IconButton
          id={`residual-${id}`}
          variant="quiet"
          className={classes.tool}
          label={none ? t('network.noResidual') : t('network.residual')}
          aria-disabled={none}
          aria-expanded={choosing && !none}
          aria-controls={choosing && !none ? list : undefined}
          icon={<ResidualIcon />}
          onClick={() => !none && setChoosing(!choosing)}
        />
        <IconButton
          id={`remove-${id}`}
          variant="quiet"
          className={`${classes.tool} ${classes.remove}`}
          label={t('network.remove', { layer: id })}
          shortcut="Del"
          icon={<IconTrash size={SIZE} />}
          onClick={() => editor.remove(id)}
        />
      </div>
      {choosing && !none && (
        <fieldset id={list} className={classes.partners}>
          <legend>{t('network.residualWith', { layer: id })}</legend>
          {partners.map((name) => (
            <Button key={name} id={`residual-${id}-${name}`} onClick={() => editor.addSum(id, name)}>
              {name === INPUT ? t('network.input') : name}
              <span className="num muted small">{shape && shapeText(shape)}</span>
            </Button>
          ))}
        </fieldset>
      )}
    </>
  );
}

/** A path around a box: the residual connection as it is drawn in papers. */
function ResidualIcon() {
  return (
    <svg
      width={SIZE}
      height={SIZE}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      aria-hidden="true"
    >
      <path d="M15 2v5M15 17v5M11 8h8v8h-8zM15 4H5v16h7M10 17.5l2.5 2.5-2.5 2.5" />
    </svg>
  );
}
