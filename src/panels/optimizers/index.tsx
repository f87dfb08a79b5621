/** Optimizers on surfaces of two numbers: the map, the racers, and every number of every step. */
import { useTranslation } from 'react-i18next';
import { LossPanel } from './curves/LossPanel';
import { FairPanel } from './fair/FairPanel';
import { MapPanel } from './map/MapPanel';
import { NumbersPanel } from './numbers/NumbersPanel';
import { useAddress } from './opened';
import classes from './optimizers.module.css';
import { PresetMenu } from './presets/PresetMenu';
import { RacersBar } from './racers/RacersBar';
import { StandingPanel } from './standing/StandingPanel';
import { SurfaceControls } from './surface/SurfaceControls';
import { Transport } from './transport/Transport';
import { useRace } from './useRace';

interface OptimizersPanelProps {
  /** Which preset the address names; empty for none. */
  preset: string;
  /** What the address says of the race; empty when it says nothing. */
  query: string;
  /** Puts another query into the address, without a step in the history. */
  onQuery(query: string): void;
}

export default function OptimizersPanel(address: OptimizersPanelProps) {
  const { t } = useTranslation('optimizers');
  useAddress(address);
  useRace();
  return (
    <section className={classes.page} aria-label={t('title')}>
      <div className={classes.top}>
        <PresetMenu />
        <SurfaceControls />
        <RacersBar />
      </div>
      <div className={classes.main}>
        <div className={classes.left}>
          <MapPanel />
          <Transport />
          <LossPanel />
        </div>
        <div className={classes.right}>
          <NumbersPanel />
          <StandingPanel />
          <FairPanel />
        </div>
      </div>
    </section>
  );
}
