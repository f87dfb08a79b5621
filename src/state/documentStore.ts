/**
 * The open document with its history. Every change goes through `update`, is checked against the schema, can be undone
 * and is saved at once under the template it began as; `open` finds it again after a reload. Each tab finds its own, a new
 * tab the one that was changed last.
 */

import { temporal } from 'zundo';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { TEMPLATES, type TemplateId } from '@/core/network/templates';
import { type ChainruleDocument, documentSchema } from './document';
import { readStored, readTab, removeStored, removeTab, writeStored, writeTab } from './storage';

export type { TemplateId } from '@/core/network/templates';
export const TEMPLATE_IDS = Object.keys(TEMPLATES) as TemplateId[];

interface DocumentState {
  document: ChainruleDocument | null;
}

const HISTORY_LIMIT = 200;
/** Changes with the same `merge` key this close together are one step of the history (a slider being dragged). */
const MERGE_MS = 1000;

let lastMerge: { key: string; time: number } | null = null;

const store = createStore<DocumentState>()(
  temporal(() => ({ document: null }) as DocumentState, { limit: HISTORY_LIMIT }),
);

const key = (template: string) => `document/1/${template}`;

function isTemplate(id: string): id is TemplateId {
  return Object.hasOwn(TEMPLATES, id);
}

function fresh(template: TemplateId): ChainruleDocument {
  return documentSchema.parse(structuredClone(TEMPLATES[template]));
}

function saved(template: TemplateId): ChainruleDocument | null {
  const parsed = documentSchema.safeParse(readTab(key(template)) ?? readStored(key(template)));
  return parsed.success && parsed.data.template === template ? parsed.data : null;
}

function replaceDocument(document: ChainruleDocument): void {
  store.setState({ document });
  store.temporal.getState().clear();
  lastMerge = null;
}

store.subscribe((state, previous) => {
  const { document } = state;
  if (!document || document === previous.document) return;
  writeTab(key(document.template), document);
  writeStored(key(document.template), document);
});

export interface UpdateOptions {
  /** Changes in quick succession with the same key become one step of the history. */
  merge?: string;
}

export const documentStore = {
  getState: store.getState,
  subscribe: store.subscribe,

  /** The open document, or null before one was opened. */
  get document(): ChainruleDocument | null {
    return store.getState().document;
  },

  /**
   * Changes the open document: `recipe` gets the current value and returns the next, without altering its argument.
   * Returns false, and changes nothing, when the result is not a valid document or none is open.
   */
  update(recipe: (document: ChainruleDocument) => ChainruleDocument, options: UpdateOptions = {}): boolean {
    const current = store.getState().document;
    if (!current) return false;
    const parsed = documentSchema.safeParse(recipe(current));
    if (!parsed.success) return false;
    if (JSON.stringify(parsed.data) === JSON.stringify(current)) return true;
    const now = Date.now();
    const merged = options.merge !== undefined && lastMerge?.key === options.merge && now - lastMerge.time < MERGE_MS;
    const history = store.temporal.getState();
    if (merged) history.pause();
    store.setState({ document: parsed.data });
    history.resume();
    lastMerge = options.merge === undefined ? null : { key: options.merge, time: now };
    return true;
  },

  /** Opens the saved document of a template, or a new one. The history starts empty. */
  open(template: TemplateId): ChainruleDocument {
    const document = saved(template) ?? fresh(template);
    replaceDocument(document);
    return document;
  },

  /** Forgets what was saved and opens the template as it was first. */
  startOver(template: TemplateId): ChainruleDocument {
    removeTab(key(template));
    removeStored(key(template));
    const document = fresh(template);
    replaceDocument(document);
    return document;
  },

  undo(): void {
    lastMerge = null;
    store.temporal.getState().undo();
  },

  redo(): void {
    lastMerge = null;
    store.temporal.getState().redo();
  },

  isTemplate,
};

/** The open document. Only for parts that are on screen while one is open. */
export function useDocument(): ChainruleDocument {
  const document = useStore(store, (state) => state.document);
  if (!document) throw new Error('no document is open');
  return document;
}

/** Template of the open document, or null before one is open. */
export function useOpenTemplate(): string | null {
  return useStore(store, (state) => state.document?.template ?? null);
}

/** Whether there is something to undo and to redo. */
export function useDocumentHistory(): { canUndo: boolean; canRedo: boolean } {
  const canUndo = useStore(store.temporal, (state) => state.pastStates.length > 0);
  const canRedo = useStore(store.temporal, (state) => state.futureStates.length > 0);
  return { canUndo, canRedo };
}
