/**
 * Leads through the tour: driver.js lights a part of the page and shows the words beside it, the stage sets the page.
 * While it is under way, the keys that move along the timeline turn the pages of the tour instead.
 */
import './tour.css';
import type { Driver } from 'driver.js';
import i18next from 'i18next';
import { PARTS, SCENES } from './scenes';
import { takeStage } from './stage';
import { useTour } from './store';

const FORWARD = ['ArrowRight', 'ArrowDown', 'PageDown'];
const BACK = ['ArrowLeft', 'ArrowUp', 'PageUp'];
/** Keys that mean something to the view below, and nothing to the tour. */
const QUIET = ['Home', 'End', ' ', 'p', 'P'];

const frame = () => new Promise<void>((resolve) => requestAnimationFrame(() => resolve()));

function partOf(parts: readonly string[]): Element {
  const found = parts.map((part) => document.querySelector(part)).find((part) => part !== null);
  return found ?? document.body;
}

/** Shows the tour from its first scene; resolves when it is over and everything is as it was. */
export async function tour(): Promise<void> {
  if (useTour.getState().running) return;
  useTour.setState({ running: true });
  try {
    const [{ driver }] = await Promise.all([import('driver.js'), import('driver.js/dist/driver.css')]);
    const stage = await takeStage();
    if (stage === null) return;
    await new Promise<void>((over) => lead(driver, stage, over));
    await stage.restore();
  } finally {
    useTour.setState({ running: false });
    await frame();
    document.getElementById('stepper-tour')?.focus();
  }
}

type Stage = NonNullable<Awaited<ReturnType<typeof takeStage>>>;

function lead(driver: typeof import('driver.js').driver, stage: Stage, over: () => void): void {
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  let wanted = 0;
  let ended = false;
  let turning: Promise<void> = Promise.resolve();

  /** One page after another, however fast they are turned. */
  const turn = (by: number) => {
    turning = turning.then(async () => {
      const next = wanted + by;
      if (ended || next < 0) return;
      if (next >= SCENES.length) return end();
      wanted = next;
      await stage.show(SCENES[next]);
      // What the scene changes is laid out before it is lit.
      await frame();
      await frame();
      if (!ended) guide.drive(next);
    });
  };
  const end = () => {
    if (ended) return;
    ended = true;
    window.removeEventListener('keydown', onKeyDown, true);
    window.removeEventListener('hashchange', end);
    i18next.off('languageChanged', reword);
    guide.destroy();
    void turning.then(over);
  };

  const steps = () =>
    SCENES.map((id) => ({
      element: () => partOf(PARTS[id]),
      popover: {
        title: i18next.t(`tour:scenes.${id}.title`),
        description: i18next.t(`tour:scenes.${id}.text`),
      },
    }));
  const settings = () => ({
    steps: steps(),
    showProgress: true,
    nextBtnText: i18next.t('tour:next'),
    prevBtnText: i18next.t('tour:back'),
    doneBtnText: i18next.t('tour:done'),
  });
  const guide: Driver = driver({
    ...settings(),
    animate: !still,
    smoothScroll: !still,
    duration: 250,
    overlayOpacity: 0.45,
    stagePadding: 6,
    stageRadius: 12,
    popoverClass: 'tour',
    allowKeyboardControl: false,
    disableActiveInteraction: true,
    overlayClickBehavior: () => undefined,
    onNextClick: () => turn(1),
    onDoneClick: () => turn(1),
    onPrevClick: () => turn(-1),
    onCloseClick: end,
    onDestroyStarted: end,
    onPopoverRender: ({ closeButton, nextButton, progress, wrapper }) => {
      progress.textContent = i18next.t('tour:progress', { n: wanted + 1, total: SCENES.length });
      closeButton.setAttribute('aria-label', i18next.t('tour:close'));
      wrapper.setAttribute('aria-modal', 'true');
      // Driver gives the focus to the first button, which closes; going on is what most people want.
      requestAnimationFrame(() => nextButton.focus({ preventScroll: true }));
    },
  });
  const reword = () => {
    guide.setConfig({ ...guide.getConfig(), ...settings() });
    turn(0);
  };

  function onKeyDown(event: KeyboardEvent): void {
    const { key, target } = event;
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const pressed = key === ' ' && target instanceof Element && target.closest('.driver-popover button') !== null;
    if (pressed) return;
    if (FORWARD.includes(key)) turn(1);
    else if (BACK.includes(key)) turn(-1);
    else if (key === 'Escape') end();
    else if (!QUIET.includes(key)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }
  window.addEventListener('keydown', onKeyDown, true);
  // Whoever leaves the view leaves the tour.
  window.addEventListener('hashchange', end);
  i18next.on('languageChanged', reword);
  turn(0);
}
