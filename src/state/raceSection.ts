/** Which part of the optimizers' view is open, so that other views can lead to one of them. */
import { create } from 'zustand';

export const RACE_SECTIONS = ['race', 'range', 'insides'] as const;
export type RaceSection = (typeof RACE_SECTIONS)[number];

export const useRaceSection = create<{ section: RaceSection }>()(() => ({ section: 'race' }));

export const openRaceSection = (section: RaceSection): void => useRaceSection.setState({ section });
