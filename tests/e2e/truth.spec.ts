/**
 * What is shown is what is computed: every example, at every depth, through its whole iteration. Each number on the screen
 * names the element of the graph that it is, and is compared with an interpretation outside the page.
 */
import type { Timeline } from '@/core/interpreter/timeline';
import { PRESET_GROUPS, type PresetGroup, type PresetId } from '@/core/network/presets';
import { isRounded } from './interpretation';
import { InterpretedPreset } from './interpretedPreset';
import type { Stepper } from './pages/stepper';
import { expect, test } from './test';

/** What float64 leaves where exponentials may differ in their last digit. */
const agrees = (a: number, b: number) => Object.is(a, b) || Math.abs(a - b) <= 1e-12 * Math.max(1, Math.abs(b));

/** All numbers on the screen are right, written as they are, and known by now. Returns the nodes they belong to. */
async function expectRight(stepper: Stepper, expected: InterpretedPreset, timeline: Timeline, position: number) {
  await stepper.expectPosition(position);
  const shown = await stepper.shown();
  const wrong = shown.filter(
    ({ node, element, value, text }) =>
      !agrees(value, expected.value(node, element)) ||
      !isRounded(text, value) ||
      timeline.stepOf(node, element) > position,
  );
  expect(wrong, `after ${position} steps`).toEqual([]);
  return shown.map(({ node }) => node);
}

async function walk(stepper: Stepper, expected: InterpretedPreset): Promise<void> {
  const seen = new Set<number>();
  const see = async (timeline: Timeline, position: number) => {
    for (const node of await expectRight(stepper, expected, timeline, position)) seen.add(node);
  };
  const timeline = expected.timeline('operation');
  await stepper.granularity('operation');
  await expect.poll(() => stepper.length()).toBe(timeline.length);
  await stepper.first.click({ force: true });
  for (let position = 0; position <= timeline.length; position++) {
    await see(timeline, position);
    if (position < timeline.length) await stepper.stepOn();
  }
  // The other notations and depths show other numbers of the same moments.
  for (const notation of ['Matrix', 'NumPy', 'Index'] as const) {
    await stepper.notation(notation);
    await see(timeline, timeline.length);
  }
  await stepper.showTables();
  await see(timeline, timeline.length);
  await stepper.showPicture();
  const computed = expected.graph.nodes.filter(({ role, phase }) => role === null && phase !== 'update');
  const missing = computed.filter(({ id }) => !seen.has(id)).map(({ name }) => name);
  expect(missing, 'nodes of which no number was ever shown').toEqual([]);
}

for (const group of Object.keys(PRESET_GROUPS) as PresetGroup[]) {
  test(`every number of every example is right: ${group}`, async ({ workspace, stepper }) => {
    test.setTimeout(180_000);
    for (const id of PRESET_GROUPS[group] as readonly PresetId[]) {
      await test.step(id, async () => {
        const expected = await InterpretedPreset.of(id);
        await workspace.goto(id, 'step');
        await stepper.ready();
        await walk(stepper, expected);
      });
    }
  });
}
