/** The plane as the network sees it: orange where the answer is yes, purple where it is no, the samples on it. */
import { memo, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { targetForm, writeTargets } from '@/core/losses/targets';
import { activationOf } from '@/core/network/task';
import { useRunNetwork } from '@/state';
import { Heatmap, Legend, Panel } from '@/ui';
import type { LayerRow } from '../network/describe';
import { measured } from '../parts/format';
import { answerRange, gridPoints, PATCH, pickUnit, type Range, unitRange } from './grid';
import classes from './surface.module.css';
import { SIDE, usePlane } from './usePlane';

interface SurfacePanelProps {
  /** How many samples there are. */
  count: number;
  hidden: readonly LayerRow[];
}

/** Targets are 0 or 1. */
const HALF = 0.5;

const scaleOf = ({ reach }: Range) => (reach === null ? 'diverging' : ({ kind: 'diverging', max: reach } as const));

export const SurfacePanel = memo(function SurfacePanel({ count, hidden }: SurfacePanelProps) {
  const { t } = useTranslation('train');
  const capture = hidden.map((layer) => layer.id).join(' ');
  const { samples, prediction } = usePlane(count, capture);
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
  const form = targetForm(network.loss);
  const targets = useMemo(() => {
    if (!samples || form !== 'sign') return samples?.targets ?? null;
    const signs = new Float32Array(samples.targets.length);
    writeTargets(form, samples.targets, 1, signs);
    return signs;
  }, [samples, form]);
  return (
    <>
      <Panel title={t('surface.title')}>
        {output && samples ? (
          <>
            <Surface output={output} range={range} inputs={samples.inputs} targets={samples.targets} />
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
      <Panel title={t('surface.samples')}>
        {samples && targets && <SampleTable inputs={samples.inputs} targets={targets} answers={answers} />}
      </Panel>
    </>
  );
});

interface SurfaceProps {
  /** Around the middle of the range. */
  output: Float32Array;
  range: Range;
  inputs: Float32Array;
  targets: Float32Array;
}

function Surface({ output, range, inputs, targets }: SurfaceProps) {
  const { t } = useTranslation('train');
  const points = useMemo(() => gridPoints(SIDE), []);
  const [hovered, setHovered] = useState<number | null>(null);
  const words = (value: number, index: number) =>
    t('surface.point', {
      x1: measured(points[2 * index], 2),
      x2: measured(points[2 * index + 1], 2),
      value: measured(value + range.middle),
    });
  const span = PATCH.to - PATCH.from;
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
              left: `${(100 * (inputs[2 * index] - PATCH.from)) / span}%`,
              top: `${(100 * (PATCH.to - inputs[2 * index + 1])) / span}%`,
            }}
            aria-hidden
          >
            {target}
          </span>
        ))}
        <span className={`num ${classes.across}`} aria-hidden>
          <span>{measured(PATCH.from)}</span>
          <span>x₁</span>
          <span>{measured(PATCH.to)}</span>
        </span>
        <span className={`num ${classes.up}`} aria-hidden>
          <span>{measured(PATCH.to)}</span>
          <span>x₂</span>
          <span>{measured(PATCH.from)}</span>
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

interface SampleTableProps {
  inputs: Float32Array;
  targets: Float32Array;
  answers: Float32Array | null;
}

function SampleTable({ inputs, targets, answers }: SampleTableProps) {
  const { t } = useTranslation('train');
  return (
    <table className={`num ${classes.table}`}>
      <thead>
        <tr>
          <th scope="col">x₁</th>
          <th scope="col">x₂</th>
          <th scope="col">{t('surface.target')}</th>
          <th scope="col">{t('surface.output')}</th>
          <th scope="col">{t('surface.difference')}</th>
        </tr>
      </thead>
      <tbody>
        {Array.from(targets, (target, index) => (
          <tr key={index}>
            <td>{inputs[2 * index]}</td>
            <td>{inputs[2 * index + 1]}</td>
            <td>{target}</td>
            <td>{answers ? answers[index].toFixed(3) : '–'}</td>
            <td>{answers ? (answers[index] - target).toFixed(3).replace('-', '−') : '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
