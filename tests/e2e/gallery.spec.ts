/** The first page, and what holds on every page: two languages, two themes, and no barrier that axe can find. */
import { violations } from './axe';
import { LANGUAGES, THEMES } from './pages/switches';
import { expect, test } from './test';

test('offers four demos, the races and the functions, each with a picture that is being computed', async ({
  gallery,
  page,
}) => {
  await gallery.goto();
  await expect(page).toHaveTitle('Chainrule');
  await expect(gallery.cards).toHaveCount(6);

  const xor = gallery.picture('XOR, step by step');
  await expect(xor).toHaveAccessibleName(/step [\d,]+, loss/);
  const early = await xor.getAttribute('aria-label');
  await expect.poll(() => xor.getAttribute('aria-label')).not.toBe(early);
  await expect(gallery.picture('MNIST digits')).toBeVisible();
});

test('opens a demo and comes back', async ({ gallery, page }) => {
  await gallery.goto();
  await gallery.open('MNIST digits');
  await expect(page).toHaveURL(/#\/work\/mnist-mlp\/train$/);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('MNIST digits');
  await expect(page).toHaveTitle(/^MNIST digits/);

  await page.goBack();
  await gallery.open('XOR, step by step');
  await expect(page).toHaveURL(/#\/work\/xor\/step$/);
  await page.getByRole('link', { name: 'All demos' }).click();
  await expect(gallery.cards).toHaveCount(6);
});

test('can be used with the keyboard alone', async ({ gallery, page }) => {
  await gallery.goto();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('button', { name: 'Skip to the content' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/work\//);
});

test('says so where there is nothing', async ({ page }) => {
  await page.goto('./#/work/unheard-of/train');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('There is nothing at this address');
  await page.getByRole('link', { name: 'To the demos' }).click();
  await expect(page.getByRole('article')).toHaveCount(6);
});

test('switches language and theme at any moment, and keeps both', async ({ gallery, page, switches, workspace }) => {
  await gallery.goto();
  await switches.expectLanguage('en');
  await switches.setLanguage('zh-CN');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('看清神经网络里的每一个数');
  await switches.setTheme('dark');

  await gallery.open('异或，一步一步看');
  await switches.expectLanguage('zh-CN');
  await switches.expectTheme('dark');
  await expect(page.getByRole('link', { name: '逐步' })).toHaveAttribute('aria-current', 'page');
  await switches.setLanguage('en');
  await workspace.open('Train');
  await switches.setLanguage('zh-CN');
  await switches.setTheme('light');
  await expect(page.getByRole('button', { name: '一批' })).toBeVisible();

  await page.reload();
  await switches.expectLanguage('zh-CN');
  await switches.expectTheme('light');
});

test.describe('follows the system until something is chosen', () => {
  test.use({ locale: 'zh-CN', colorScheme: 'dark' });

  test('in language and theme', async ({ gallery, page, switches }) => {
    await gallery.goto();
    await switches.expectLanguage('zh-CN');
    await switches.expectTheme('dark');
    await page.emulateMedia({ colorScheme: 'light' });
    await switches.expectTheme('light');
  });
});

const VIEWS = {
  gallery: './',
  'MNIST, Inspect': './?backend=wasm#/work/mnist-mlp/inspect',
  'CNN, Train': './?backend=wasm#/work/mnist-cnn-bn/train',
  'XOR, Train': './?backend=wasm#/work/xor/train',
  'XOR, Step': './?backend=wasm#/work/xor/step',
} as const;

test.describe('axe finds nothing serious', () => {
  test.use({ reducedMotion: 'reduce' });

  for (const [name, address] of Object.entries(VIEWS)) {
    test(`in ${name}`, async ({ page, stepper, switches, workspace }) => {
      await page.goto(address);
      if (/Train$|Inspect$/.test(name)) await workspace.ready();
      if (name.endsWith('Step')) await stepper.ready();
      const found = new Map<string, string[]>();
      const note = (problem: string, where: string) => found.set(problem, [...(found.get(problem) ?? []), where]);
      for (const width of [1440, 390]) {
        await page.setViewportSize({ width, height: 900 });
        // Every theme and every language at every width; axe once a width, each time another theme and language:
        // colours do not depend on width or words, nor names on colours.
        for (const [i, theme] of THEMES.entries()) {
          const language = LANGUAGES[width === 390 ? 1 - i : i];
          await switches.setTheme(theme);
          await switches.setLanguage(language);
          if ((width === 390) === (theme === 'dark'))
            for (const problem of await violations(page)) note(problem, `${width} px ${theme} ${language}`);
          // What follows the width does so a moment later.
          const wide = () => page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
          await expect
            .poll(wide, { timeout: 3000 })
            .toBeLessThanOrEqual(0)
            .catch(() => note('sticks out at the side', `${width} px ${language}`));
        }
      }
      expect(Object.fromEntries(found)).toEqual({});
    });
  }
});
