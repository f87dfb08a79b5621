/**
 * How a convolution came to its sum: for each channel what lay under the window, the kernel, and their products. Of many
 * channels those that gave most are shown, the rest is added up and counted, and can be opened; a table has every product.
 */
import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRun } from '@/state';
import type { ColorScale } from '@/theme';
import { Button, Heatmap, measured } from '@/ui';
import classes from './cell.module.css';
import { type Share, type Story, strongest } from './model/cell';
import type { MapLayer, MapsModel } from './model/layers';
import { NumberGrid } from './NumberGrid';
import { ProductTable } from './ProductTable';
import { useHeld } from './seen';

const SHOWN = 3;

interface ConvStoryProps {
  model: MapsModel;
  layer: MapLayer;
  story: Story;
  /** How what lies under the window is painted. */
  source: ColorScale;
}

interface Scales {
  patch: ColorScale;
  kernel: ColorScale;
  product: ColorScale;
}

const reach = (values: Iterable<number | null>): number => {
  let most = 0;
  for (const value of values) if (value !== null) most = Math.max(most, Math.abs(value));
  return most;
};

function scalesOf(shares: readonly Share[], patch: ColorScale): Scales {
  return {
    patch,
    kernel: { kind: 'diverging', max: reach(shares.flatMap(({ kernel }) => kernel)) },
    product: { kind: 'diverging', max: reach(shares.flatMap(({ products }) => products)) },
  };
}

/** The channels that are shown. While it trains they stay, so that the numbers can be followed. */
function useShown(shares: readonly Share[]): { shown: Share[]; rest: number; others: number } {
  const playing = useRun((state) => state.status === 'playing');
  const held = useRef<number[] | null>(null);
  if (held.current === null || !playing) held.current = strongest(shares, SHOWN).shown.map(({ channel }) => channel);
  const shown = held.current.map((channel) => shares[channel]);
  const total = (list: readonly Share[]) => list.reduce((sum, share) => sum + share.sum, 0);
  return { shown, rest: total(shares) - total(shown), others: shares.length - shown.length };
}

export function ConvStory({ model, layer, story, source }: ConvStoryProps) {
  const { t } = useTranslation('inspect');
  const { shares, window } = story;
  const [open, setOpen] = useState<'channels' | 'products' | null>(null);
  const { shown, rest, others } = useShown(shares);
  const from = layer.sourceLayer;
  const scales = scalesOf(shares, source);
  const name = useCallback(
    (channel: number) =>
      from === null
        ? t('cell.inputChannel', { channel: channel + 1 })
        : t('cell.map', { layer: from, map: channel + 1 }),
    [from, t],
  );
  const toggle = (which: 'channels' | 'products') => setOpen(open === which ? null : which);
  return (
    <section className={classes.story} aria-label={t('cell.products')}>
      <div className={classes.heads} aria-hidden>
        <span>{t('cell.patch')}</span>
        <span>{t('cell.kernel')}</span>
        <span>{t('cell.product')}</span>
      </div>
      {shown.map((share) => (
        <ShareRow
          key={share.channel}
          title={shares.length > 1 || from !== null ? name(share.channel) : null}
          sum={share.sum}
        >
          <NumberGrid label={t('cell.patch')} values={share.patch} columns={window.columns} scale={scales.patch} />
          <span aria-hidden>×</span>
          <NumberGrid label={t('cell.kernel')} values={share.kernel} columns={window.columns} scale={scales.kernel} />
          <span aria-hidden>=</span>
          <NumberGrid
            label={t('cell.product')}
            values={share.products}
            columns={window.columns}
            scale={scales.product}
          />
        </ShareRow>
      ))}
      {others > 0 && (
        <p className={classes.rest}>
          <span>{t('cell.others', { count: others })}</span>
          <span className="num">{measured(rest, 4)}</span>
        </p>
      )}
      <div className={classes.buttons}>
        {others > 0 && (
          <Button id="cell-channels" pressed={open === 'channels'} onClick={() => toggle('channels')}>
            {t('cell.allChannels', { count: shares.length })}
          </Button>
        )}
        <Button id="cell-products" pressed={open === 'products'} onClick={() => toggle('products')}>
          {t('cell.allProducts', { count: story.steps[0].terms.length })}
        </Button>
      </div>
      {open === 'channels' && <Channels story={story} scales={scales} name={name} />}
      {open === 'products' && <ProductTable model={model} layer={layer} story={story} />}
    </section>
  );
}

/** All channels, small; there may be many, so they follow at their leisure. */
function Channels(props: { story: Story; scales: Scales; name(channel: number): string }) {
  const { shares, window } = useHeld(props.story);
  const { patch, kernel, product } = useHeld(props.scales);
  return useMemo(
    () => (
      <div className={classes.channels}>
        {shares.map((share) => (
          <ShareRow key={share.channel} title={props.name(share.channel)} sum={share.sum} small>
            <Small values={share.patch} columns={window.columns} scale={patch} />
            <span aria-hidden>×</span>
            <Small values={share.kernel} columns={window.columns} scale={kernel} />
            <span aria-hidden>=</span>
            <Small values={share.products} columns={window.columns} scale={product} />
          </ShareRow>
        ))}
      </div>
    ),
    [shares, window, patch, kernel, product, props.name],
  );
}

function ShareRow(props: { title: string | null; sum: number; small?: boolean; children: ReactNode }) {
  const { title, sum, small = false, children } = props;
  const { t } = useTranslation('inspect');
  return (
    <div className={classes.share} data-small={small}>
      <div className={classes.shareHead}>
        <span>{title}</span>
        <span className="num" title={t('cell.shareSum')}>
          Σ {measured(sum, 4)}
        </span>
      </div>
      <div className={classes.product}>{children}</div>
    </div>
  );
}

function Small({ values, columns, scale }: { values: readonly (number | null)[]; columns: number; scale: ColorScale }) {
  const numbers = values.map((value) => value ?? 0);
  return (
    <span aria-hidden className={classes.mini}>
      <Heatmap label="" values={numbers} width={columns} height={values.length / columns} scale={scale} />
    </span>
  );
}
