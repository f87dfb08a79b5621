/** What a race begins with, what is refused, and how configurations are added. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES, type TemplateId } from '@/core/network/templates';
import {
  firstSetup,
  freshId,
  hasMemory,
  MOST,
  settingsOf,
  setupSchema,
  sixOptimizers,
  stepsOf,
  withCopy,
  withOneMore,
} from '@/panels/races/model/setup';
import { documentSchema } from '@/state/document';

const documentOf = (template: TemplateId) => documentSchema.parse(TEMPLATES[template]);

describe('the set-up of a race', () => {
  it('begins with three that can race, on every template, the document’s own first', () => {
    for (const template of Object.keys(TEMPLATES) as TemplateId[]) {
      const document = documentOf(template);
      const setup = firstSetup(document);
      expect(setupSchema.safeParse(setup).success, template).toBe(true);
      expect(setup.configurations).toHaveLength(3);
      expect(setup.configurations[0].optimizer).toEqual(document.training.phases[0].optimizer);
    }
  });

  it('has the six optimizers that every course names', () => {
    const kinds = sixOptimizers().configurations.map(({ optimizer }) => optimizer.kind);
    expect(kinds).toEqual(['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam']);
    expect(setupSchema.safeParse(sixOptimizers()).success).toBe(true);
  });

  it('is refused when it holds what cannot be trained with', () => {
    const six = sixOptimizers();
    const [first, ...others] = six.configurations;
    const refused = (configurations: unknown[]) => !setupSchema.safeParse({ ...six, configurations }).success;
    expect(refused([first])).toBe(true);
    expect(refused([first, ...others, { ...first, id: 'seventh' }])).toBe(true);
    expect(refused([first, first])).toBe(true);
    expect(refused([{ ...first, optimizer: { kind: 'none', learningRate: 1 } }, others[0]])).toBe(true);
    expect(refused([{ ...first, optimizer: { kind: 'sgd', learningRate: -1 } }, others[0]])).toBe(true);
    expect(refused([{ ...first, schedule: { kind: 'none' } }, others[0]])).toBe(true);
  });

  it('grows to six with ids of their own, and copies stand beside their original', () => {
    let { configurations } = firstSetup(documentOf('xor')) as {
      configurations: readonly { id: string; optimizer: { kind: string; learningRate: number } }[];
    };
    for (let i = 0; i < 5; i++) configurations = withOneMore(configurations);
    expect(configurations).toHaveLength(MOST);
    expect(new Set(configurations.map(({ id }) => id)).size).toBe(MOST);
    const three = firstSetup(documentOf('xor')).configurations;
    expect(
      withCopy(three, three[0].id)
        .map(({ optimizer }) => optimizer.kind)
        .slice(0, 2),
    ).toEqual(['momentum', 'momentum']);
    expect(freshId('adam', [{ id: 'adam', optimizer: three[0].optimizer }])).toBe('adam-2');
  });

  it('counts steps of epochs, and hands no target to a network without accuracy', () => {
    expect(stepsOf({ unit: 'epochs', count: 1.5 }, 422)).toBe(633);
    expect(stepsOf({ unit: 'steps', count: 40 }, null)).toBe(40);
    expect(stepsOf({ unit: 'epochs', count: 1 }, null)).toBeNull();
    expect(settingsOf(sixOptimizers(), 422, false)?.targetAccuracy).toBeNull();
    expect(settingsOf(sixOptimizers(), 422, true)).toMatchObject({ targetAccuracy: 0.95, steps: 422 });
  });

  it('knows who has a memory to lose', () => {
    expect(hasMemory({ kind: 'sgd', learningRate: 0.1 })).toBe(false);
    expect(hasMemory({ kind: 'adam', learningRate: 0.1 })).toBe(true);
  });
});
