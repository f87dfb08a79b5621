/**
 * What the layer list is busy with: which layer is open, where one is being added, which one was just removed. Changes go
 * to the document, each one step of its history.
 */
import { create } from 'zustand';
import {
  changeLayer,
  connectLayer,
  duplicateLayer,
  INPUT,
  moveLayer,
  removeLayer,
  renameLayer,
} from '@/core/network/edits';
import { acceptOffer, addResidual, type Offer } from '@/core/network/newLayer';
import type { NetworkSpec } from '@/core/network/spec';
import { documentStore } from '@/state';

interface Removed {
  id: string;
  /** Where it was. */
  index: number;
  /** The network without it: taking back is offered until something else changes. */
  network: NetworkSpec;
}

interface EditorState {
  /** Id of the layer whose settings are open; undefined until somebody has chosen. */
  open: string | null | undefined;
  /** Place where a layer is being added, or null. */
  adding: number | null;
  removed: Removed | null;
  /** The element that gets the focus as soon as it is there; asked for anew with every object. */
  focus: { id: string } | null;
  /** What was done last, for screen readers: a key of `train:network.said` with its parameters. */
  said: { key: 'moved' | 'added'; params: Record<string, string | number> } | null;
}

const closed: EditorState = { open: undefined, adding: null, removed: null, focus: null, said: null };

export const useEditor = create<EditorState>()(() => closed);

const set = useEditor.setState;

/** The element that shows a layer's row. */
export const rowId = (id: string) => `layer-${id}`;
export const UNDO_REMOVE = 'undo-remove-layer';

/** Applies a change to the network; returns the network after it, or null where the document refuses it. */
function apply(change: (network: NetworkSpec) => NetworkSpec, merge?: string): NetworkSpec | null {
  const done = documentStore.update(
    (document) => ({ ...document, network: change(document.network) }),
    merge === undefined ? {} : { merge },
  );
  return done ? (documentStore.document?.network ?? null) : null;
}

export const editor = {
  /** Forgets everything, for another document. */
  reset: () => set(closed),

  toggle: (id: string) => set(({ open }) => ({ open: open === id ? null : id, focus: null })),

  /** Asks for a new layer at this place. */
  ask: (index: number) => set({ adding: index }),
  stopAsking: () => set({ adding: null }),

  add(index: number, offer: Offer): void {
    const added = offer.layers.at(-1);
    if (!added || !apply((network) => acceptOffer(network, index, offer))) return;
    set({
      adding: null,
      open: added.id,
      focus: { id: rowId(added.id) },
      said: { key: 'added', params: { layer: added.id } },
    });
  },

  /** Adds up the layer and an earlier one of its shape, right behind it. */
  addSum(id: string, earlier: string): void {
    let sum = '';
    const done = apply((network) => {
      const added = addResidual(network, id, earlier);
      sum = added.id;
      return added.network;
    });
    if (done) set({ open: sum, focus: { id: rowId(sum) }, said: { key: 'added', params: { layer: sum } } });
  },

  remove(id: string): void {
    const index = documentStore.document?.network.layers.findIndex((layer) => layer.id === id) ?? -1;
    const network = index < 0 ? null : apply((before) => removeLayer(before, id));
    if (network) set({ removed: { id, index, network }, open: null, focus: { id: UNDO_REMOVE } });
  },

  /** Takes the removal back. */
  restore(): void {
    const { removed } = useEditor.getState();
    if (!removed) return;
    documentStore.undo();
    set({ removed: null, open: removed.id, focus: { id: rowId(removed.id) } });
  },

  duplicate(id: string): void {
    let copy = '';
    const done = apply((network) => {
      const duplicated = duplicateLayer(network, id);
      copy = duplicated.id;
      return duplicated.network;
    });
    if (done) set({ open: copy, focus: { id: rowId(copy) }, said: { key: 'added', params: { layer: copy } } });
  },

  /** Moves a layer to a place among the others, counted without it. */
  moveTo(id: string, index: number): void {
    const layers = documentStore.document?.network.layers ?? [];
    const from = layers.findIndex((layer) => layer.id === id);
    const to = Math.max(0, Math.min(layers.length - 1, index));
    // The row is taken out and put in again, and would lose the focus with that.
    const focused = document.activeElement?.id || rowId(id);
    if (from < 0 || from === to || !apply((network) => moveLayer(network, id, to))) return;
    const params = { layer: id, place: to + 1, count: layers.length };
    set({ focus: { id: focused }, said: { key: 'moved', params } });
  },

  /** One place up (−1) or down (1). */
  move(id: string, by: -1 | 1): void {
    const from = documentStore.document?.network.layers.findIndex((layer) => layer.id === id) ?? -1;
    if (from >= 0) editor.moveTo(id, from + by);
  },

  rename(id: string, name: string): void {
    if (!apply((network) => renameLayer(network, id, name))) return;
    set(({ open }) => ({ open: open === id ? name : open, focus: { id: `name-${name}` } }));
  },

  connect: (id: string, reads: readonly string[]) => void apply((network) => connectLayer(network, id, reads)),

  /** Changes one setting; undefined takes it away. Changes of one field in quick succession are one step. */
  change: (id: string, setting: string, value: unknown) =>
    void apply((network) => changeLayer(network, id, { [setting]: value }), `${setting}-${id}`),
};

/** Everything a layer at this place may read: the input and the layers before it. */
export const readable = ({ layers }: NetworkSpec, index: number): string[] => [
  INPUT,
  ...layers.slice(0, index).map(({ id }) => id),
];
