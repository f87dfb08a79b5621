/** Language and theme: what decides them, and what is remembered. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { MemoryStorage } from './fakes';

/** A page that is opened: the module is evaluated anew with what the browser says and what was kept. */
async function openPage(languages: string[], dark: boolean) {
  vi.resetModules();
  const listeners: (() => void)[] = [];
  const system = { matches: dark, addEventListener: (_: string, listener: () => void) => listeners.push(listener) };
  vi.stubGlobal('navigator', { languages });
  vi.stubGlobal('matchMedia', () => system);
  const { usePreferences } = await import('@/state/preferences');
  const changeSystem = (next: boolean) => {
    system.matches = next;
    for (const listener of listeners) listener();
  };
  return { usePreferences, changeSystem };
}

beforeEach(() => {
  vi.stubGlobal('localStorage', new MemoryStorage());
});
afterEach(() => vi.unstubAllGlobals());

describe('preferences', () => {
  it.each([
    [['zh-TW', 'en'], 'zh-CN'],
    [['zh'], 'zh-CN'],
    [['de', 'zh-Hans-CN'], 'zh-CN'],
    [['en-GB', 'zh-CN'], 'en'],
    [['fr'], 'en'],
    [[], 'en'],
  ])('for %j the language is %s', async (languages, expected) => {
    const { usePreferences } = await openPage(languages, false);
    expect(usePreferences.getState().language).toBe(expected);
  });

  it('follow the system until a theme is chosen, and remember the choice', async () => {
    const first = await openPage(['en'], false);
    expect(first.usePreferences.getState().theme).toBe('light');
    first.changeSystem(true);
    expect(first.usePreferences.getState().theme).toBe('dark');
    first.usePreferences.getState().setTheme('light');
    first.changeSystem(false);
    first.changeSystem(true);
    expect(first.usePreferences.getState().theme).toBe('light');
    const second = await openPage(['en'], true);
    expect(second.usePreferences.getState().theme).toBe('light');
  });

  it('remember language and theme apart', async () => {
    const first = await openPage(['en'], true);
    first.usePreferences.getState().setLanguage('zh-CN');
    const second = await openPage(['en'], false);
    expect(second.usePreferences.getState()).toMatchObject({ language: 'zh-CN', theme: 'light' });
  });

  it('ignore what is not a preference', async () => {
    localStorage.setItem('chainrule/preferences/1', '{"language":"xx","theme":7}');
    const { usePreferences } = await openPage(['zh'], true);
    expect(usePreferences.getState()).toMatchObject({ language: 'zh-CN', theme: 'dark' });
  });
});
