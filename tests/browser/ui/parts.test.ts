/** The parts of the interface as people use them: typing, arrow keys, pointing; and formulas that cannot throw. */
import i18next from 'i18next';
import { act, createElement, type ReactNode, useState } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import { initReactI18next } from 'react-i18next';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { userEvent } from 'vitest/browser';
import words from '@/locales/en/ui.json';
import { Formula } from '@/ui/Formula';
import { Heatmap } from '@/ui/Heatmap';
import { NumberField, type NumberFieldProps } from '@/ui/NumberField';
import { Scrubber } from '@/ui/Scrubber';
import '@/ui/ui.css';

let host: HTMLElement;
let root: Root;

beforeAll(async () => {
  Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
  await i18next.use(initReactI18next).init({ lng: 'en', resources: { en: { ui: words } } });
});

beforeEach(() => {
  host = document.createElement('div');
  document.body.append(host);
  root = createRoot(host);
});

afterEach(() => {
  act(() => root.unmount());
  host.remove();
});

const show = (node: ReactNode) => act(() => root.render(node));

/** Something happens, and the page has reacted to it. */
const reacted = (deed: () => Promise<void>) => act(deed);

describe('a number field', () => {
  const onChange = vi.fn();

  function Field(props: Partial<NumberFieldProps>) {
    const [value, setValue] = useState(0.001);
    const change = (next: number) => {
      onChange(next);
      setValue(next);
    };
    return createElement(NumberField, {
      label: 'Rate',
      min: 1e-6,
      max: 1000,
      step: 'log',
      value,
      onChange: change,
      ...props,
    });
  }

  const input = () => host.querySelector('input') as HTMLInputElement;
  const type = (text: string) =>
    reacted(async () => {
      await userEvent.fill(input(), text);
      await userEvent.keyboard('{Enter}');
    });

  beforeEach(() => {
    onChange.mockClear();
    show(createElement(Field));
  });

  it('takes a number on Enter', async () => {
    await type('0.25');
    expect(onChange.mock.calls).toEqual([[0.25]]);
    expect(input().value).toBe('0.25');
  });

  it('keeps the last valid value and gives the reason', async () => {
    await type('fast');
    expect(onChange).not.toHaveBeenCalled();
    expect(input().value).toBe('0.001');
    expect(input().getAttribute('aria-invalid')).toBe('true');
    const note = document.getElementById(input().getAttribute('aria-describedby') ?? '');
    expect(note?.textContent).toBe('“fast” is not a number. 0.001 stays.');
    await type('5000');
    expect(host.textContent).toContain('The most is 1000. 0.001 stays.');
    await type('0.5');
    expect(input().getAttribute('aria-invalid')).toBe('false');
    expect(host.textContent).toBe('Rate');
  });

  it('steps with arrow keys, and gives up with Escape', async () => {
    await reacted(async () => {
      await userEvent.click(input());
      await userEvent.keyboard('{ArrowUp}{ArrowUp}{ArrowDown}');
    });
    expect(onChange.mock.calls).toEqual([[0.002], [0.005], [0.002]]);
    await reacted(async () => {
      await userEvent.fill(input(), '9');
      await userEvent.keyboard('{Escape}');
    });
    expect(input().value).toBe('0.002');
  });
});

describe('a heatmap', () => {
  const values = Float32Array.of(-1, 0, 1, 0.5, -0.5, 0);

  it('is an image with a summary when there is nothing to do with it', () => {
    show(createElement(Heatmap, { label: 'Kernel', values, width: 3, height: 2, scale: 'diverging' }));
    const canvas = host.querySelector('canvas[role=img]') as HTMLCanvasElement;
    expect(canvas.getAttribute('aria-label')).toBe('Kernel. 3 by 2 values from -1 to 1, mean 0');
    const { data } = (canvas.getContext('2d') as CanvasRenderingContext2D).getImageData(0, 0, 3, 1);
    expect(data[2]).toBeGreaterThan(data[0]);
    expect(data[8]).toBeGreaterThan(data[10]);
  });

  it('can be walked by keyboard without leaving its edges, reads each cell aloud, and is chosen from', async () => {
    const onHover = vi.fn();
    const onSelect = vi.fn();
    show(
      createElement(Heatmap, {
        label: 'K',
        values,
        width: 3,
        height: 2,
        scale: 'diverging',
        selected: 1,
        onHover,
        onSelect,
      }),
    );
    await reacted(async () => {
      await userEvent.tab();
      await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowDown}{ArrowDown}');
    });
    expect(onHover.mock.calls.map(([index]) => index)).toEqual([1, 2, 5]);
    expect(host.querySelector('[aria-live]')?.textContent).toBe('row 2, column 3: 0');
    await reacted(() => userEvent.keyboard('{Enter}'));
    expect(onSelect).toHaveBeenCalledWith(5);
  });
});

describe('a scrubber', () => {
  it('goes where keys say, and no further than its ends', async () => {
    function Timeline() {
      const [value, setValue] = useState(4);
      return createElement(Scrubber, {
        label: 'Timeline',
        count: 10,
        value,
        onChange: setValue,
        valueText: `place ${value}`,
        stretches: [
          { start: 0, count: 6, label: 'forward', color: 'blue' },
          { start: 6, count: 4, label: 'backward', color: 'red' },
        ],
      });
    }
    show(createElement(Timeline));
    const slider = host.querySelector('[role=slider]') as HTMLElement;
    const press = async (keys: string) => {
      await reacted(async () => {
        slider.focus();
        await userEvent.keyboard(keys);
      });
      return slider.getAttribute('aria-valuetext');
    };
    const range = () => ['min', 'max', 'now'].map((end) => slider.getAttribute(`aria-value${end}`));
    expect(await press('{ArrowRight}')).toBe('place 5');
    expect(range()).toEqual(['0', '9', '5']);
    expect(await press('{End}')).toBe('place 9');
    expect(await press('{ArrowRight}')).toBe('place 9');
    expect(await press('{Home}')).toBe('place 0');
    expect(await press('{ArrowLeft}')).toBe('place 0');
    const box = slider.getBoundingClientRect();
    await reacted(() => userEvent.click(slider, { position: { x: box.width * 0.75, y: 8 } }));
    expect(slider.getAttribute('aria-valuetext')).toBe('place 7');
  });
});

describe('a formula', () => {
  it('is set for eyes and for screen readers, coloured by the theme', async () => {
    show(createElement(Formula, { tex: '\\bwd{\\frac{\\partial L}{\\partial w}}', display: true }));
    await reacted(() => vi.waitFor(() => expect(host.querySelector('.katex-html .tex-bwd')).not.toBeNull()));
    expect(host.querySelector('math')).not.toBeNull();
  });

  it('that is wrong is shown as it stands', async () => {
    show(createElement(Formula, { tex: '\\frac{' }));
    await reacted(() => vi.waitFor(() => expect(host.querySelector('.katex-error')?.textContent).toContain('\\frac{')));
  });

  it('cannot bring in anything but its own colours', async () => {
    show(createElement(Formula, { tex: '\\href{javascript:alert(1)}{x}\\htmlClass{tex-fwd}{y}' }));
    await reacted(() => vi.waitFor(() => expect(host.querySelector('.katex')).not.toBeNull()));
    expect(host.querySelector('a')).toBeNull();
  });
});
