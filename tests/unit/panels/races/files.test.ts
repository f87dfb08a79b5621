/** A race on the network as CSV and JSON. */
import { describe, expect, it } from 'vitest';
import { TEMPLATES } from '@/core/network/templates';
import { csvOf, jsonOf } from '@/panels/races/model/files';
import { documentSchema } from '@/state/document';
import { lane } from './support';

describe('a race as files', () => {
  const lanes = [lane({ loss: [4, Number.NaN], validation: [3], seconds: 0.5 })];

  it('has a row for every measured moment, and nothing where nothing was measured', () => {
    const rows = csvOf(lanes, 4).trimEnd().split('\r\n');
    expect(rows[0]).toBe('configuration,optimizer,series,step,epoch,seconds,loss,accuracy,learningRate,gradientNorm');
    expect(rows.slice(1)).toEqual([
      'adam,adam,train,1,0.25,0.5,4,,0.01,8',
      'adam,adam,train,2,0.5,1,,,0.01,',
      'adam,adam,validation,2,0.5,1,3,,,',
    ]);
  });

  it('keeps settings, network and results together as JSON', () => {
    const document = documentSchema.parse(TEMPLATES.xor);
    const settings = {
      configurations: [lanes[0].configuration],
      from: 'here',
      steps: 2,
      targetAccuracy: null,
    } as const;
    const state = {
      status: 'finished',
      settings,
      document,
      stepsPerEpoch: 4,
      lanes,
      current: null,
      validated: true,
      alive: true,
      error: null,
    } as const;
    const file = JSON.parse(jsonOf(state));
    expect(file).toMatchObject({ format: 'chainrule-race', version: 1, seed: document.training.seed, settings });
    expect(file.lanes[0].train.loss).toEqual([4, null]);
    expect(file.network).toEqual(document.network);
  });
});
