/**
 * Which race is open: the preset it began as, the link it came by, or what was left here. Whatever is changed goes into
 * the address a moment later and is kept over a reload, each preset's own.
 */
import { useEffect, useRef, useState } from 'react';
import { create } from 'zustand';
import { surfaceOf } from '@/core/racing/surfaces';
import { readStored, writeStored } from '@/state/storage';
import { type LinkFault, readRace, writeRace } from './address';
import { presetOf } from './presets/presets';
import { openRace, type RaceDocument, useOptimizers } from './store';

interface Opened {
  /** Id of the preset; empty for the one of the plain address. */
  preset: string;
  /** The preset as it is without any change. */
  base: RaceDocument;
  /** What of the link was not understood. */
  faults: readonly LinkFault[];
}

const KEY = 'races/1';
/** Presets that are remembered. */
const MOST_KEPT = 30;
/** The address follows the hand with a delay: browsers refuse too many changes of it. */
const SETTLE_MS = 350;

export const useOpened = create<Opened>()(() => ({ preset: '', base: presetOf('')!.document, faults: [] }));

type Kept = Record<string, string>;

function kept(): Kept {
  const value = readStored(KEY);
  if (typeof value !== 'object' || value === null) return {};
  return Object.fromEntries(Object.entries(value).filter(([, text]) => typeof text === 'string')) as Kept;
}

function keep(preset: string, query: string): void {
  const { [preset]: _before, ...others } = kept();
  const entries = Object.entries(others).slice(query === '' ? 0 : -(MOST_KEPT - 1));
  writeStored(KEY, Object.fromEntries(query === '' ? entries : [...entries, [preset, query]]));
}

/** The race as a query; empty for a preset that is as it was. */
export function queryOf(document: RaceDocument, base: RaceDocument): string {
  const text = writeRace(document);
  return text === writeRace(base) ? '' : text;
}

/** What the address says of the race besides its preset. */
const addressQuery = (): string => queryOf(useOptimizers.getState().document, useOpened.getState().base);

/** What a link to the race says: all of it, since whoever opens it may have another race left under the same preset. */
export const linkQuery = (): string => writeRace(useOptimizers.getState().document);

/** Opens a race on the levels that tell its heights apart. */
function show(document: RaceDocument): void {
  openRace(document);
  useOptimizers.setState({ levels: surfaceOf(document.surface).levels });
}

/** Opens what an address says: its query, else what was left of this preset, else the preset. */
function open(preset: string, query: string): void {
  const known = presetOf(preset);
  const base = (known ?? presetOf('')!).document;
  const faults: LinkFault[] = known ? [] : [{ code: 'preset', params: { text: preset.slice(0, 40) } }];
  const left = query === '' ? kept()[preset] : query;
  const read = left === undefined ? { document: base, faults: [] } : readRace(left, base);
  // What was left here was understood when it was kept: later readers may know better, and say nothing.
  useOpened.setState({ preset, base, faults: query === '' ? faults : [...faults, ...read.faults] });
  show(read.document);
}

/** The preset again, as it was first. */
export function startOver(): void {
  const { base } = useOpened.getState();
  useOpened.setState({ faults: [] });
  show(base);
}

export const forgetFaults = (): void => useOpened.setState({ faults: [] });

/** Whether anything is not as the preset has it. */
export function useIsChanged(): boolean {
  const base = useOpened((state) => state.base);
  return useOptimizers(({ document }) => document !== base && queryOf(document, base) !== '');
}

interface Address {
  preset: string;
  query: string;
  /** Puts another query into the address, without a step in the history. */
  onQuery(query: string): void;
}

/** Keeps address and race in step; mounted once. */
export function useAddress({ preset, query, onQuery }: Address): void {
  // Before anything is drawn, so that a link does not show something else first.
  useState(() => open(preset, query));
  const at = useRef({ preset, query });
  useEffect(() => {
    const { current } = at;
    // What was written from here is not news.
    if (preset !== current.preset || query !== current.query) open(preset, query);
    at.current = { preset, query };
  }, [preset, query]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const write = () => {
      const text = addressQuery();
      keep(useOpened.getState().preset, text);
      if (text === at.current.query) return;
      at.current = { ...at.current, query: text };
      onQuery(text);
    };
    const later = () => {
      clearTimeout(timer);
      timer = setTimeout(write, SETTLE_MS);
    };
    later();
    const unsubscribe = useOptimizers.subscribe((state, before) => {
      if (state.document !== before.document) later();
    });
    return () => {
      clearTimeout(timer);
      unsubscribe();
    };
  }, [onQuery]);
}
