/** Addresses within the page. */
import { describe, expect, it } from 'vitest';
import { FUNCTION_TABS, functionsHref, galleryHref, parseRoute, workHref } from '@/app/routes';
import { TABS } from '@/panels/functions/state';

describe('addresses', () => {
  it('lead where they say', () => {
    expect(parseRoute(workHref('mnist-mlp', 'step'))).toEqual({ page: 'work', template: 'mnist-mlp', panel: 'step' });
    expect(parseRoute(galleryHref)).toEqual({ page: 'gallery' });
  });

  it.each(['', '#', '#/', '#/nowhere', '#/work', '#/work/', '#x'])('%s is the gallery', (hash) => {
    expect(parseRoute(hash)).toEqual({ page: 'gallery' });
  });

  it('open the training view when they name none that is known', () => {
    expect(parseRoute('#/work/xor')).toEqual({ page: 'work', template: 'xor', panel: 'train' });
    expect(parseRoute('#/work/xor/dance')).toEqual({ page: 'work', template: 'xor', panel: 'train' });
  });

  it('of functions carry what is shown', () => {
    const query = 'show=relu,tanh&x=-1.2&note=a/b?c';
    expect(parseRoute(functionsHref('losses', query))).toEqual({ page: 'functions', tab: 'losses', query });
    expect(parseRoute('#/functions')).toEqual({ page: 'functions', tab: 'activations', query: '' });
    expect(parseRoute('#/functions/nothing')).toEqual({ page: 'functions', tab: 'activations', query: '' });
    // The panel has its own list, which it cannot take from here.
    expect(TABS).toEqual(FUNCTION_TABS);
  });

  it('with broken escapes are the gallery, not an error', () => {
    expect(parseRoute('#/work/%E0%A4%A/train')).toEqual({ page: 'gallery' });
  });
});
