/**
 * Choosing a new layer: where it goes, then one of all kinds, in groups and by search. Each says what it is for and what
 * shape it would give; one that cannot follow there says why, and brings along what has to stand in front of it.
 */
import { IconSearch, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Offer, offerLayer } from '@/core/network/newLayer';
import { SelectField } from '@/parts/settings/SelectField';
import { useDocument, useTask } from '@/state';
import { IconButton } from '@/ui';
import { shapeText } from '../parts/format';
import classes from './addLayer.module.css';
import { editor } from './editor';
import { GROUPS, type Group, kindsOf } from './groups';
import { useNames } from './useNames';
import { useProblemWords } from './useProblemWords';

/** Arrows walk from the search field through what is offered. */
function walk(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
  const stops = Array.from(event.currentTarget.querySelectorAll<HTMLElement>('input[type=search], [data-offer]'));
  const at = stops.indexOf(document.activeElement as HTMLElement);
  if (at < 0) return;
  event.preventDefault();
  stops[at + (event.key === 'ArrowDown' ? 1 : -1)]?.focus();
}

export function AddLayerDialog({ index }: { index: number }) {
  const { t, i18n } = useTranslation('train');
  const { network } = useDocument();
  const task = useTask();
  const names = useNames();
  const dialog = useRef<HTMLDialogElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  useEffect(() => {
    dialog.current?.showModal();
    search.current?.focus();
  }, []);
  const groups = useMemo(
    () =>
      GROUPS.map((group) => ({
        group,
        offers: kindsOf(group).map((kind) => offerLayer(network, index, kind, task)),
      })),
    [network, index, task],
  );
  const wanted = text.trim().toLocaleLowerCase(i18n.language);
  const found = groups
    .map(({ group, offers }) => ({
      group,
      offers: offers.filter(({ kind }) =>
        `${names.layer(kind)} ${kind} ${names.aboutLayer(kind)} ${t(`network.group.${group}`)}`
          .toLocaleLowerCase(i18n.language)
          .includes(wanted),
      ),
    }))
    .filter(({ offers }) => offers.length > 0);
  const first =
    wanted === '' ? undefined : found.flatMap(({ offers }) => offers).find(({ layers }) => layers.length > 0);
  const places = [t('network.input'), ...network.layers.map(({ id }) => id)];
  return (
    // A press beside the dialog closes it; by keyboard Escape does.
    <dialog
      ref={dialog}
      className={classes.dialog}
      aria-labelledby="add-layer-title"
      onClose={editor.stopAsking}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
      onKeyDown={walk}
    >
      <div className={classes.inside}>
        <header className={classes.head}>
          <h2 id="add-layer-title">{t('network.addTitle')}</h2>
          <IconButton
            variant="quiet"
            label={t('network.close')}
            icon={<IconX size={16} />}
            onClick={() => dialog.current?.close()}
          />
          <label className={classes.search}>
            <IconSearch size={15} aria-hidden="true" />
            <span className="ui-hidden">{t('network.search')}</span>
            <input
              ref={search}
              id="add-layer-search"
              type="search"
              autoComplete="off"
              spellCheck={false}
              placeholder={t('network.search')}
              value={text}
              onChange={(event) => setText(event.target.value)}
              onKeyDown={(event) => {
                if (event.key !== 'Enter' || !first) return;
                // Else the key would press the button that gets the focus.
                event.preventDefault();
                editor.add(index, first);
              }}
            />
          </label>
          <SelectField
            id="add-layer-place"
            label={t('network.place')}
            value={String(index)}
            options={places.map((name, i) => ({ value: String(i), label: t('network.placeAfter', { layer: name }) }))}
            onChange={(place) => editor.ask(Number(place))}
          />
        </header>
        <div className={classes.groups}>
          {found.map(({ group, offers }) => (
            <Kinds key={group} group={group} offers={offers} index={index} />
          ))}
          {found.length === 0 && <p className={classes.nothing}>{t('network.nothingFound', { text: text.trim() })}</p>}
        </div>
        <p className="ui-hidden" role="status">
          {wanted !== '' &&
            t('network.foundCount', { count: found.reduce((sum, { offers }) => sum + offers.length, 0) })}
        </p>
      </div>
    </dialog>
  );
}

function Kinds({ group, offers, index }: { group: Group; offers: Offer[]; index: number }) {
  const { t } = useTranslation('train');
  const id = `add-group-${group}`;
  return (
    <section aria-labelledby={id}>
      <h3 id={id}>{t(`network.group.${group}`)}</h3>
      <ul>
        {offers.map((offer) => (
          <li key={offer.kind}>
            <KindButton offer={offer} index={index} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function KindButton({ offer, index }: { offer: Offer; index: number }) {
  const { t } = useTranslation('train');
  const names = useNames();
  const words = useProblemWords();
  const { kind, layers, helpers, shape, problem } = offer;
  const none = layers.length === 0;
  return (
    <button
      type="button"
      id={`add-${kind}`}
      data-offer=""
      className={classes.kind}
      aria-disabled={none}
      onClick={() => !none && editor.add(index, offer)}
    >
      <span className={classes.kindName}>
        {names.layer(kind)} <code>{kind}</code>
      </span>
      {shape && <span className={`num ${classes.after}`}>→ {shapeText(shape)}</span>}
      <span className={classes.about}>{names.aboutLayer(kind)}</span>
      {problem && (
        <span className={classes.why} data-never={none}>
          {words.offer(problem, kind)}
          {helpers.length > 0 && <b>{t('network.bringsAlong', { layers: helpers.map(names.layer).join(', ') })}</b>}
        </span>
      )}
    </button>
  );
}
