/**
 * What every end-to-end test begins with: the page objects, and the rule that nothing may be thrown or logged as an
 * error on the way. A test that provokes errors says which it expects.
 */
import { test as base, expect, type Page } from '@playwright/test';
import { Confusion } from './pages/confusion';
import { Download } from './pages/download';
import { Drawing } from './pages/drawing';
import { Functions } from './pages/functions';
import { Gallery } from './pages/gallery';
import { Layers } from './pages/layers';
import { Maps } from './pages/maps';
import { Metrics } from './pages/metrics';
import { Mistakes } from './pages/mistakes';
import { Practice } from './pages/practice';
import { Runs } from './pages/runs';
import { Stepper } from './pages/stepper';
import { Switches } from './pages/switches';
import { Training } from './pages/training';
import { Workspace } from './pages/workspace';

export { expect };

interface Fixtures {
  functions: Functions;
  gallery: Gallery;
  workspace: Workspace;
  training: Training;
  download: Download;
  drawing: Drawing;
  confusion: Confusion;
  layers: Layers;
  mistakes: Mistakes;
  maps: Maps;
  metrics: Metrics;
  practice: Practice;
  runs: Runs;
  stepper: Stepper;
  switches: Switches;
  errors: PageErrors;
}

/** What the page and its workers threw or logged as errors. */
class PageErrors {
  private readonly seen: string[] = [];
  private readonly allowed: RegExp[] = [];

  constructor(page: Page) {
    page.on('pageerror', (error) => this.seen.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.seen.push(`${message.text()} (${message.location().url})`);
    });
  }

  /** Errors that the test provokes. */
  allow(...patterns: RegExp[]): void {
    this.allowed.push(...patterns);
  }

  get unexpected(): string[] {
    return this.seen.filter((error) => !this.allowed.some((pattern) => pattern.test(error)));
  }
}

export const test = base.extend<Fixtures>({
  functions: ({ page }, provide) => provide(new Functions(page)),
  gallery: ({ page }, provide) => provide(new Gallery(page)),
  workspace: ({ page }, provide) => provide(new Workspace(page)),
  training: ({ page }, provide) => provide(new Training(page)),
  download: ({ page }, provide) => provide(new Download(page)),
  drawing: ({ page }, provide) => provide(new Drawing(page)),
  confusion: ({ page }, provide) => provide(new Confusion(page)),
  layers: ({ page }, provide) => provide(new Layers(page)),
  mistakes: ({ page }, provide) => provide(new Mistakes(page)),
  maps: ({ page }, provide) => provide(new Maps(page)),
  metrics: ({ page }, provide) => provide(new Metrics(page)),
  practice: ({ page }, provide) => provide(new Practice(page)),
  runs: ({ page }, provide) => provide(new Runs(page)),
  stepper: ({ page }, provide) => provide(new Stepper(page)),
  switches: ({ page }, provide) => provide(new Switches(page)),
  errors: [
    async ({ page }, provide) => {
      const errors = new PageErrors(page);
      await provide(errors);
      expect(errors.unexpected).toEqual([]);
    },
    { auto: true },
  ],
});
