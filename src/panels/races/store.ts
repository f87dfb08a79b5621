/**
 * What is looked at in a race and how: the curves' choices, what is open, and the set-up of each template, which is kept.
 * Lives outside React, so that it is still there after a look at another view.
 */
import { useCallback } from 'react';
import { create } from 'zustand';
import { type ChainruleDocument, useDocument } from '@/state';
import { readStored, writeStored } from '@/state/storage';
import type { Axis, Metric, Scale } from './model/lines';
import { firstSetup, type RaceSetup, setupSchema, sixOptimizers } from './model/setup';

interface RaceView {
  setups: Readonly<Record<string, RaceSetup>>;
  metric: Metric;
  axis: Axis;
  scale: Scale;
  /** Weight of the moving average. */
  smoothing: number;
  /** Id of the configuration whose settings are open, or null. */
  open: string | null;
  /** Place of the lane that is pointed at in a legend or table, or null. */
  lit: number | null;
}

export const useRaceView = create<RaceView>()(() => ({
  setups: {},
  metric: 'loss',
  axis: 'step',
  scale: 'linear',
  smoothing: 0.6,
  open: null,
  lit: null,
}));

export const setView = (change: Partial<RaceView>): void => useRaceView.setState(change);

const key = (template: string) => `race/1/${template}`;

function initialSetup(document: ChainruleDocument): RaceSetup {
  const stored = setupSchema.safeParse(readStored(key(document.template)));
  if (stored.success) return stored.data;
  return document.template === 'mnist-mlp' ? sixOptimizers() : firstSetup(document);
}

/** What was set up before the view was first opened follows from the document of that moment. */
const first = new Map<string, RaceSetup>();

function setupOf(document: ChainruleDocument): RaceSetup {
  const { template } = document;
  const known = useRaceView.getState().setups[template] ?? first.get(template);
  if (known !== undefined) return known;
  const setup = initialSetup(document);
  first.set(template, setup);
  return setup;
}

/** Sets a template's race up, and keeps it. */
export function setUp(template: string, setup: RaceSetup): void {
  useRaceView.setState(({ setups }) => ({ setups: { ...setups, [template]: setup } }));
  writeStored(key(template), setup);
}

/** The set-up of the open template, and how to change it; what is changed is kept. */
export function useSetup(): [RaceSetup, (change: Partial<RaceSetup>) => void] {
  const document = useDocument();
  const { template } = document;
  const own = useRaceView((state) => state.setups[template]);
  const setup = own ?? setupOf(document);
  const edit = useCallback((change: Partial<RaceSetup>) => setUp(template, { ...setup, ...change }), [setup, template]);
  return [setup, edit];
}
