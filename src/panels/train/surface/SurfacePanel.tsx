/** The plane as the network sees it: orange where the answer is yes, purple where it is no, the samples on it. */
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { activationOf } from '@/core/network/task';
import { useRunNetwork } from '@/state';
import { Heatmap, Legend, Panel } from '@/ui';
import type { LayerRow } from '../network/describe';
import { measured } from '../parts/format';
import { answerRange, gridPoints, type Patch, pickUnit, type Range, unitRange } from './grid';
import { SampleTable } from './SampleTable';
import classes from './surface.module.css';
import { type Plane, SIDE, usePlane } from './usePlane';

interface SurfacePanelProps {
  /** How many samples there are. */
  count: number;
  hidden: readonly LayerRow[];
}

/** Targets are 0 or 1. */
const HALF = 0.5;

/** Whether the answers are to these points: as many of each output as there are points. */
const fits = ({ prediction }: Plane, count: number) =>
  prediction !== null && Number.isInteger(prediction.output.length / (SIDE * SIDE + count));

const scaleOf = ({ reach }: Range) => (reach === null ? 'diverging' : ({ kind: 'diverging', max: reach } as const));

export const SurfacePanel = memo(function SurfacePanel({ count, hidden }: SurfacePanelProps) {
  const { t } = useTranslation('train');
  const capture = hidden.map((layer) => layer.id).join(' ');
  const plane = usePlane(count, capture);
  const { samples, patch } = plane;
  // Another network's answers may still be on their way.
  const prediction = fits(plane, count) ? plane.prediction : null;
  const network = useRunNetwork();
  const range = useMemo(() => {
    const last = network.layers[network.layers.length - 1];
    return answerRange(network, last ? activationOf(last) : null);
  }, [network]);
  // With an output for yes beside one for no, the answer is the second.
  const width = prediction && samples ? prediction.output.length / (SIDE * SIDE + samples.targets.length) : 1;
  const all = useMemo(
    () => (prediction && width > 1 ? pickUnit(prediction.output, width, 1) : (prediction?.output ?? null)),
    [prediction, width],
  );
  const output = useMemo(() => all?.subarray(0, SIDE * SIDE).map((value) => value - range.middle), [all, range]);
  const answers = all?.subarray(SIDE * SIDE) ?? null;
  return (
    <>
      <Panel title={t('surface.title')}>
        {output && samples && patch ? (
          <>
            <Surface output={output} range={range} patch={patch} inputs={samples.inputs} targets={samples.targets} />
            <Legend
              items={[
                { label: t(range.middle === 0 ? 'surface.above' : 'surface.one'), color: 'var(--pos)', shape: 'box' },
                { label: t(range.middle === 0 ? 'surface.below' : 'surface.zero'), color: 'var(--neg)', shape: 'box' },
              ]}
            />
          </>
        ) : (
          <p className={classes.note}>{t('surface.waiting')}</p>
        )}
        {prediction &&
          hidden.map((layer) => <HiddenUnits key={layer.id} layer={layer} values={prediction.captured[layer.id]} />)}
      </Panel>
      {samples && <SampleTable samples={samples} count={count} answers={answers} />}
    </>
  );
});

interface SurfaceProps {
  patch: Patch;
  /** Around the middle of the range. */
  output: Float32Array;
  range: Range;
  inputs: Float32Array;
  targets: Float32Array;
}

function Surface({ output, range, patch, inputs, targets }: SurfaceProps) {
  const { t } = useTranslation('train');
  const points = useMemo(() => gridPoints(SIDE, patch), [patch]);
  const [hovered, setHovered] = useState<number | null>(null);
  const words = (value: number, index: number) =>
    t('surface.point', {
      x1: measured(points[2 * index], 2),
      x2: measured(points[2 * index + 1], 2),
      value: measured(value + range.middle),
    });
  const span = patch.to - patch.from;
  return (
    <>
      <div className={classes.plane}>
        <Heatmap
          label={t('surface.label')}
          values={output}
          width={SIDE}
          height={SIDE}
          scale={scaleOf(range)}
          format={words}
          onHover={setHovered}
        />
        {Array.from(targets, (target, index) => (
          <span
            key={index}
            className={`num ${classes.sample}`}
            data-one={target > HALF}
            style={{
              left: `${(100 * (inputs[2 * index] - patch.from)) / span}%`,
              top: `${(100 * (patch.to - inputs[2 * index + 1])) / span}%`,
            }}
            aria-hidden
          >
            {target}
          </span>
        ))}
        <span className={`num ${classes.across}`} aria-hidden>
          <span>{measured(patch.from)}</span>
          <span>x₁</span>
          <span>{measured(patch.to)}</span>
        </span>
        <span className={`num ${classes.up}`} aria-hidden>
          <span>{measured(patch.to)}</span>
          <span>x₂</span>
          <span>{measured(patch.from)}</span>
        </span>
      </div>
      <p className={hovered === null ? classes.point : `num ${classes.point}`} aria-hidden>
        {hovered === null ? t('surface.hint') : words(output[hovered], hovered)}
      </p>
    </>
  );
}

/** The same plane as each hidden unit sees it: the pieces the output is put together from. */
function HiddenUnits({ layer, values }: { layer: LayerRow; values: Float32Array | undefined }) {
  const { t } = useTranslation('train');
  const units = layer.outputShape?.[0] ?? 0;
  const range = unitRange(layer.activation);
  const surfaces = useMemo(() => {
    if (values === undefined) return [];
    const grid = values.subarray(0, SIDE * SIDE * units);
    // A sigmoid unit changes its mind at one half, a tanh unit at zero.
    const { middle } = range;
    return Array.from({ length: units }, (_, unit) => pickUnit(grid, units, unit).map((value) => value - middle));
  }, [values, units, range]);
  return (
    <section className={classes.hidden} aria-label={t('surface.hidden', { layer: layer.id })}>
      <h3>{t('surface.hidden', { layer: layer.id })}</h3>
      <div className={classes.units}>
        {surfaces.slice(0, 16).map((surface, unit) => (
          <Heatmap
            key={unit}
            label={t('surface.unit', { unit: unit + 1 })}
            values={surface}
            width={SIDE}
            height={SIDE}
            scale={scaleOf(range)}
          />
        ))}
      </div>
    </section>
  );
}
