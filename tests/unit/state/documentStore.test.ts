/** The document: history, validation at the door, and being found again after a reload. */
import fc from 'fast-check';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { documentStore, TEMPLATE_IDS } from '@/state/documentStore';
import { MemoryStorage } from './fakes';

beforeEach(() => {
  vi.stubGlobal('localStorage', new MemoryStorage());
  documentStore.startOver('xor');
});

const setSeed = (seed: number, merge?: string) =>
  documentStore.update((document) => ({ ...document, training: { ...document.training, seed } }), { merge });
const seed = () => documentStore.document?.training.seed;

describe('the document', () => {
  it('opens every template', () => {
    for (const template of TEMPLATE_IDS) expect(documentStore.open(template).template).toBe(template);
  });

  it('undoes and redoes any sequence of changes exactly', () => {
    const change = fc.oneof(
      fc.record({ kind: fc.constant('seed' as const), value: fc.integer({ min: 0, max: 99 }) }),
      fc.record({ kind: fc.constant('epochs' as const), value: fc.integer({ min: 1, max: 99 }) }),
      fc.constant({ kind: 'undo' as const, value: 0 }),
      fc.constant({ kind: 'redo' as const, value: 0 }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 40 }), (changes) => {
        documentStore.startOver('xor');
        // The model: a list of documents and a place in it.
        let versions = [JSON.stringify(documentStore.document)];
        let place = 0;
        for (const { kind, value } of changes) {
          if (kind === 'undo') {
            documentStore.undo();
            place = Math.max(0, place - 1);
          } else if (kind === 'redo') {
            documentStore.redo();
            place = Math.min(versions.length - 1, place + 1);
          } else {
            const before = JSON.stringify(documentStore.document);
            documentStore.update((document) => ({ ...document, training: { ...document.training, [kind]: value } }));
            const after = JSON.stringify(documentStore.document);
            if (after !== before) {
              versions = [...versions.slice(0, place + 1), after];
              place++;
            }
          }
          expect(JSON.stringify(documentStore.document)).toBe(versions[place]);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('refuses what is not a valid document', () => {
    const before = documentStore.document;
    expect(setSeed(-1)).toBe(false);
    expect(documentStore.document).toBe(before);
  });

  it('makes one step of the history of a drag', () => {
    const before = seed();
    for (const value of [11, 12, 13]) setSeed(value, 'drag');
    setSeed(14);
    documentStore.undo();
    expect(seed()).toBe(13);
    documentStore.undo();
    expect(seed()).toBe(before);
  });

  it('is found again after a reload, and starts with an empty history', () => {
    setSeed(77);
    documentStore.open('mnist-mlp');
    documentStore.open('xor');
    expect(seed()).toBe(77);
    documentStore.undo();
    expect(seed()).toBe(77);
  });

  it('starts anew when what was saved is damaged', () => {
    const fresh = seed();
    localStorage.setItem('chainrule/document/1/xor', '{"format":1,"template":"xor"}');
    documentStore.open('xor');
    expect(seed()).toBe(fresh);
    localStorage.setItem('chainrule/document/1/xor', 'not json');
    documentStore.open('xor');
    expect(seed()).toBe(fresh);
  });

  it('works without storage', () => {
    vi.stubGlobal('localStorage', undefined);
    expect(setSeed(5)).toBe(true);
    expect(seed()).toBe(5);
  });
});
