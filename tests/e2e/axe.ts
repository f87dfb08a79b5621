/** What axe says about a page. It runs in the page by itself, beside the app's content policy. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { AxeResults } from 'axe-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Colours in the middle of a transition have contrasts that nobody reads. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const running = () =>
      document
        .getAnimations()
        .filter(
          ({ effect, playState }) => playState === 'running' && Number.isFinite(effect?.getComputedTiming().endTime),
        );
    // A change of theme starts its transitions a frame or two later; one may start another. An animation can also stand
    // still for good, in what is not painted: it is looked at again and again, but not for ever.
    const deadline = performance.now() + 5000;
    for (let calm = 0; calm < 3 && performance.now() < deadline; await frame())
      calm = running().length === 0 ? calm + 1 : 0;
  });
}

/**
 * Serious and critical violations of the page as it is, one line each with the first elements concerned; best none.
 */
export async function violations(page: Page): Promise<string[]> {
  await settled(page);
  await page.evaluate(source);
  const results = await page.evaluate(async () => {
    const { axe } = globalThis as unknown as { axe: { run(options: object): Promise<AxeResults> } };
    // Style sheets and media are not fetched once more: no rule that is switched on needs them here.
    return axe.run({ resultTypes: ['violations'], preload: false });
  });
  return results.violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, help, nodes }) => {
      const where = nodes.slice(0, 3).map(({ target, failureSummary }) => {
        return `${target.join(' ')} (${failureSummary?.split('\n').slice(1).join(' ').trim()})`;
      });
      return `${id}: ${help}, ${nodes.length} times: ${where.join('; ')}`;
    });
}
