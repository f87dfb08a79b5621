/** The tour's scenes are found by what they mean; the presentation fits its screen and speaks its language. */
import { describe, expect, it } from 'vitest';
import { buildTimeline } from '@/core/interpreter/timeline';
import en from '@/locales/en/tour.json';
import { spoken, voiceFor } from '@/panels/backprop/present/speech';
import { enlargement } from '@/panels/backprop/present/usePresenting';
import { placesOf, SCENES, sceneOf } from '@/panels/backprop/tour/scenes';
import { nodeNamed, traced } from './networks';

describe('the tour', () => {
  const { graph, trace } = traced('xor');
  const timeline = buildTimeline(graph, 'neuron');
  const places = placesOf(graph, timeline, trace.values);
  if (places === null) throw new Error('no places');

  it('has twelve scenes, each with words', () => {
    expect(SCENES).toHaveLength(12);
    expect(Object.keys(en.scenes)).toEqual([...SCENES]);
  });

  it('goes on in time, from the first sum to the update', () => {
    const at = SCENES.slice(0, -1).map((id) => sceneOf(id, places, trace.values).position);
    expect([...at].sort((a, b) => a - b)).toEqual(at);
    const phases = SCENES.map((id) => {
      const { position } = sceneOf(id, places, trace.values);
      return position === 0 ? null : timeline.step(position).phase;
    });
    expect(phases.slice(2, 6)).toEqual(['forward', 'forward', 'loss', 'backward']);
    expect(phases[10]).toBe('update');
    expect(timeline.step(places.firstSum)).toMatchObject({ layer: 'hidden', unit: 0 });
  });

  it('speaks of the weight that matters most, changes it in one scene, and applies the update in the last', () => {
    const gradient = trace.values[graph.gradients.get(nodeNamed(graph, 'hidden/kernel').id) ?? -1];
    const most = Math.max(...gradient.map(Math.abs));
    expect(Math.abs(gradient[places.weight.element])).toBe(most);
    const edited = SCENES.filter((id) => sceneOf(id, places, trace.values).edits.size > 0);
    expect(edited).toEqual(['edit']);
    expect(SCENES.filter((id) => sceneOf(id, places, trace.values).applied)).toEqual(['applied']);
  });

  it('is not told where there is nothing to go back from', () => {
    const cut = { ...graph, loss: null };
    expect(placesOf(cut, timeline, trace.values)).toBeNull();
  });
});

describe('the presentation', () => {
  it('fills the screen, and never shrinks what is on it', () => {
    expect(enlargement(1280, 720)).toBeCloseTo(1.5, 1);
    expect(enlargement(1920, 1080)).toBeCloseTo(2.25, 1);
    expect(enlargement(390, 844)).toBe(1);
    expect(enlargement(8000, 5000)).toBe(4);
  });

  it('speaks with a voice of the language, of the region and without a network where there is one', () => {
    const voice = (lang: string, localService = true) => ({ lang, localService, name: lang });
    const voices = [voice('de-DE'), voice('en-GB'), voice('zh-TW'), voice('zh-CN', false), voice('en_US', false)];
    expect(voices[voiceFor(voices, 'en')].lang).toBe('en-GB');
    expect(voices[voiceFor(voices, 'zh-CN')].lang).toBe('zh-CN');
    expect(voiceFor([voice('de-DE')], 'en')).toBe(-1);
    expect(voiceFor([], 'zh-CN')).toBe(-1);
  });

  it('says symbols as they are said', () => {
    expect(spoken('That gives z⁽¹⁾₁.')).toBe('That gives z 1 1 .');
    expect(spoken('W⁽¹⁾₂,₁')).toBe('W 1 2 1');
  });
});
