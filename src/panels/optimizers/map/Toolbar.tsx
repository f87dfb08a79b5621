/** What can be shown on the map, and how one moves about on it. */
import { IconHandStop, IconMaximize, IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Button, IconButton } from '@/ui';
import { type Overlays, useOptimizers } from '../store';
import type { ArrowName } from './arrows';
import { setWindow } from './gestures';
import classes from './map.module.css';
import { wholeView } from './Plane';
import { middleOf, zoomed } from './view';

const SHOWN: readonly { name: ArrowName; color: string }[] = [
  { name: 'gradient', color: 'var(--bwd)' },
  { name: 'velocity', color: 'var(--neg-ink)' },
  { name: 'step', color: 'var(--upd)' },
  { name: 'box', color: 'var(--pos-ink)' },
];

interface ToolbarProps {
  hand: boolean;
  onHand(hand: boolean): void;
  many: boolean;
  onMany(many: boolean): void;
}

export function Toolbar({ hand, onHand, many, onMany }: ToolbarProps) {
  const { t } = useTranslation('optimizers');
  const overlays = useOptimizers(({ overlays }) => overlays);
  const zoom = (factor: number) => {
    const { window } = useOptimizers.getState().document;
    setWindow(zoomed(window, factor, middleOf(window)));
  };
  const toggle = (name: keyof Overlays) =>
    useOptimizers.setState({ overlays: { ...overlays, [name]: overlays[name] !== true } });
  return (
    <div className={classes.tools}>
      <fieldset className={classes.shown} disabled={many}>
        <legend className="ui-hidden">{t('map.shown')}</legend>
        {SHOWN.map(({ name, color }) => (
          <Button
            key={name}
            id={`map-${name}`}
            variant="quiet"
            className={classes.toggle}
            pressed={overlays[name] === true}
            title={t(`map.about.${name}`)}
            icon={<ArrowIcon box={name === 'box'} color={color} />}
            onClick={() => toggle(name)}
          >
            {t(`map.arrows.${name}`)}
          </Button>
        ))}
      </fieldset>
      <div className={classes.moves}>
        <Button id="map-many" pressed={many} onClick={() => onMany(!many)} title={t('map.many.about')}>
          {t('map.many.title')}
        </Button>
        <span className={classes.group}>
          <IconButton
            label={t('map.hand')}
            pressed={hand}
            onClick={() => onHand(!hand)}
            icon={<IconHandStop size={16} aria-hidden />}
          />
          <IconButton
            label={t('map.zoomIn')}
            shortcut="+"
            onClick={() => zoom(0.7)}
            icon={<IconPlus size={16} aria-hidden />}
          />
          <IconButton
            label={t('map.zoomOut')}
            shortcut="−"
            onClick={() => zoom(1 / 0.7)}
            icon={<IconMinus size={16} aria-hidden />}
          />
          <IconButton
            label={t('map.whole')}
            shortcut="0"
            onClick={wholeView}
            icon={<IconMaximize size={16} aria-hidden />}
          />
        </span>
      </div>
    </div>
  );
}

export function ArrowIcon({ box, color }: { box: boolean; color: string }) {
  return (
    <svg width="16" height="12" viewBox="0 0 16 12" aria-hidden style={{ color }}>
      {box ? (
        <rect
          x="1.5"
          y="2"
          width="13"
          height="8"
          fill="currentColor"
          fillOpacity="0.18"
          stroke="currentColor"
          strokeWidth="1.5"
          strokeDasharray="3 2"
        />
      ) : (
        <path d="M1 6H10M9 2L14.5 6L9 10Z" fill="currentColor" stroke="currentColor" strokeWidth="2" />
      )}
    </svg>
  );
}
