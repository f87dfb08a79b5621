/** Optimizers on surfaces of two numbers: the map, the racers, and every number of every step. */
import { useTranslation } from 'react-i18next';
import { LossPanel } from './curves/LossPanel';
import { FairPanel } from './fair/FairPanel';
import { MapPanel } from './map/MapPanel';
import { NumbersPanel } from './numbers/NumbersPanel';
import { useAddress } from './opened';
import classes from './optimizers.module.css';
import { Lesson } from './presets/Lesson';
import { LinkFaults } from './presets/LinkFaults';
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
      <div className={classes.tools}>
        <PresetMenu />
        <SurfaceControls />
        <LinkFaults />
      </div>
      <div className={classes.racers}>
        <RacersBar />
      </div>
      <div className={classes.left}>
        <div className={classes.map}>
          <MapPanel />
        </div>
        <div className={classes.transport}>
          <Transport />
        </div>
        <div className={classes.loss}>
          <LossPanel />
        </div>
      </div>
      <div className={classes.right}>
        <div className={classes.lesson}>
          <Lesson />
        </div>
        <div className={classes.numbers}>
          <NumbersPanel />
        </div>
        <div className={classes.standing}>
          <StandingPanel />
        </div>
        <div className={classes.fair}>
          <FairPanel />
        </div>
      </div>
    </section>
  );
}
