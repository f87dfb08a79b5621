/** What is raced on: the surface with its formulas, where everybody starts, the noise, and for how long. */
import { Popover } from '@mantine/core';
import { IconChevronDown, IconDice3 } from '@tabler/icons-react';
import { useId, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { toLatex } from '@/core/expr';
import { surfaceOf } from '@/core/racing/surfaces';
import { usePreferences } from '@/state';
import { Button, Formula, IconButton, measured, NumberField, whole } from '@/ui';
import { LIMITS } from '../address';
import { editRace, setStart, useOptimizers } from '../store';
import { OwnFunction } from './OwnFunction';
import { SurfaceMenu } from './SurfaceMenu';
import classes from './surface.module.css';

export function SurfaceControls() {
  const surface = useOptimizers(({ document }) => document.surface);
  return (
    <div className={classes.controls}>
      <SurfaceMenu />
      <StartFields />
      <Conditions />
      <Formulas />
      {'text' in surface && <OwnFunction spec={surface} />}
    </div>
  );
}

/** f(x, y), and on demand what it is differentiated to. */
function Formulas() {
  const { t } = useTranslation('optimizers');
  const spec = useOptimizers(({ document }) => document.surface);
  const surface = useMemo(() => surfaceOf(spec), [spec]);
  const [open, setOpen] = useState(false);
  const [fx, fy] = surface.gradientExpr;
  return (
    <>
      <div className={classes.line}>
        <div className={classes.formula}>
          <Formula tex={`f(x, y) = ${toLatex(surface.expr)}`} />
        </div>
        <Button
          id="surface-gradient"
          variant="quiet"
          className={classes.gradientButton}
          aria-expanded={open}
          aria-controls="surface-gradient-formulas"
          onClick={() => setOpen(!open)}
        >
          ∇f
          <IconChevronDown size={14} aria-hidden className={open ? classes.turned : undefined} />
          <span className="ui-hidden">{t('surface.gradient')}</span>
        </Button>
      </div>
      <div id="surface-gradient-formulas" className={classes.gradient} hidden={!open}>
        {open && (
          <>
            <Formula tex={`\\frac{\\partial f}{\\partial x} = ${toLatex(fx)}`} display />
            <Formula tex={`\\frac{\\partial f}{\\partial y} = ${toLatex(fy)}`} display />
            <p className={classes.hint}>{t('surface.derived')}</p>
          </>
        )}
      </div>
    </>
  );
}

/** Where everybody starts: the same place that is dragged on the map. */
function StartFields() {
  const { t } = useTranslation('optimizers');
  const { x, y } = useOptimizers(({ document }) => document.start);
  const [min, max] = LIMITS.place;
  const field = { min, max, step: 0.1 };
  return (
    <fieldset className={classes.start}>
      <legend className="ui-hidden">{t('surface.start')}</legend>
      <span aria-hidden>{t('surface.start')}</span>
      <NumberField id="start-x" label="x" value={x} {...field} onChange={(next) => setStart({ x: next, y })} />
      <NumberField id="start-y" label="y" value={y} {...field} onChange={(next) => setStart({ x, y: next })} />
    </fieldset>
  );
}

/** Steps, noise, samples and seed, said in one line and changed below it. */
function Conditions() {
  const { t } = useTranslation('optimizers');
  const language = usePreferences((state) => state.language);
  const steps = useOptimizers(({ document }) => document.steps);
  const noise = useOptimizers(({ document }) => document.noise);
  const batchSize = useOptimizers(({ document }) => document.batchSize);
  const seed = useOptimizers(({ document }) => document.seed);
  const spec = useOptimizers(({ document }) => document.surface);
  const samples = useMemo(() => surfaceOf(spec).samples?.length ?? 0, [spec]);
  const [open, setOpen] = useState(false);
  const dialog = useId();
  const said = [
    t('conditions.saidSteps', { count: steps, steps: whole(steps, language) }),
    noise > 0 ? t('conditions.saidNoise', { noise: measured(noise) }) : t('conditions.noNoise'),
    ...(batchSize > 0 ? [t('conditions.saidBatch', { count: batchSize })] : []),
    ...(noise > 0 || batchSize > 0 ? [t('conditions.saidSeed', { seed })] : []),
  ];
  return (
    <Popover
      opened={open}
      onChange={setOpen}
      position="bottom-start"
      width={320}
      trapFocus
      returnFocus
      withRoles={false}
      shadow="md"
    >
      <Popover.Target>
        <Button
          id="race-conditions"
          aria-haspopup="dialog"
          aria-expanded={open}
          aria-controls={open ? dialog : undefined}
          onClick={() => setOpen(!open)}
        >
          {said.join(' · ')}
          <IconChevronDown size={14} aria-hidden />
        </Button>
      </Popover.Target>
      <Popover.Dropdown id={dialog} role="dialog" aria-label={t('conditions.label')} className={classes.conditions}>
        <NumberField
          id="race-steps"
          label={t('conditions.steps')}
          value={steps}
          min={LIMITS.steps[0]}
          max={LIMITS.steps[1]}
          integer
          step="log"
          onChange={(next) => {
            editRace({ steps: next }, 'steps');
            // All of it is seen, as when it was opened.
            useOptimizers.setState({ position: next });
          }}
        />
        <NumberField
          id="race-noise"
          label={t('conditions.noise')}
          value={noise}
          min={LIMITS.noise[0]}
          max={LIMITS.noise[1]}
          step={0.05}
          hint={t('conditions.noiseHint')}
          onChange={(next) => editRace({ noise: next }, 'noise')}
        />
        {samples > 0 && (
          <NumberField
            id="race-batch"
            label={t('conditions.batch')}
            value={batchSize}
            min={0}
            max={samples}
            integer
            hint={t('conditions.batchHint', { count: samples })}
            onChange={(next) => editRace({ batchSize: next }, 'batch')}
          />
        )}
        <div className={classes.seed}>
          <NumberField
            id="race-seed"
            label={t('conditions.seed')}
            value={seed}
            min={LIMITS.seed[0]}
            max={LIMITS.seed[1]}
            integer
            onChange={(next) => editRace({ seed: next }, 'seed')}
          />
          <IconButton
            id="race-new-seed"
            label={t('conditions.newSeed')}
            icon={<IconDice3 size={17} stroke={1.8} />}
            onClick={() => editRace({ seed: Math.floor(Math.random() * 1e6) })}
          />
        </div>
        <p className={classes.hint}>{t('conditions.seedHint')}</p>
      </Popover.Dropdown>
    </Popover>
  );
}
