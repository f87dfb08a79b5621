/** One unit: how often it is flat, and the samples in which it answers most and least, each of which can be stepped. */
import { useTranslation } from 'react-i18next';
import { showing, type UnitReport } from '@/core/analysis/units';
import type { Split } from '@/core/dataset';
import type { Shape } from '@/core/graph/types';
import { pictureScale } from '@/theme';
import { Button, Heatmap, measured, percent, VisuallyHidden } from '@/ui';
import { short } from '../model/format';
import { chooseSamples, useSession } from '../session';
import flowCss from './flow.module.css';
import { useFlowWords } from './words';

/** Samples of either kind. */
const SHOWN = 4;
/** Numbers of a sample that are written out. */
const WRITTEN = 6;

interface UnitDetailProps {
  report: UnitReport;
  unit: number;
  /** As the data have them, sample after sample. */
  inputs: Float32Array;
  shape: Shape;
  split: Split;
  labels: Uint8Array | null;
}

export function UnitDetail({ report, unit, inputs, shape, split, labels }: UnitDetailProps) {
  const words = useFlowWords();
  const { i18n } = useTranslation();
  const { most, least } = showing(report, unit, SHOWN);
  const size = inputs.length / report.samples;
  const step = (sample: number) => {
    chooseSamples({ split, indices: [sample] });
    useSession.setState({ view: 'both' });
  };
  const shares = {
    off: percent(report.off[unit], i18n.language, 0),
    saturated: percent(report.saturated[unit], i18n.language, 0),
  };
  return (
    <div className={flowCss.detail} data-testid="flow-unit">
      <p>
        {words(report.positions > 1 ? 'units.mapFlat' : 'units.flat', { n: unit + 1, layer: report.layer, ...shares })}
      </p>
      {(['most', 'least'] as const).map((end) => {
        const list = end === 'most' ? most : least;
        return list.length === 0 ? null : (
          <div key={end}>
            <h3 className={flowCss.small}>{words(`units.${end}`)}</h3>
            <ul className={flowCss.samples}>
              {list.map(({ sample, activity }) => (
                <li key={sample}>
                  <Sample values={inputs.subarray(sample * size, (sample + 1) * size)} shape={shape} />
                  <span className="num small">{measured(activity)}</span>
                  {labels && <span className="small muted">{words('units.label', { label: labels[sample] })}</span>}
                  <Button onClick={() => step(sample)} className={flowCss.step}>
                    {words('units.step')} <VisuallyHidden>{words('units.sample', { n: sample + 1 })}</VisuallyHidden>
                  </Button>
                </li>
              ))}
            </ul>
          </div>
        );
      })}
    </div>
  );
}

/** A picture where the input is one, else the first numbers. */
function Sample({ values, shape }: { values: Float32Array; shape: Shape }) {
  const words = useFlowWords();
  const [rows, columns, channels = 1] = shape;
  if (shape.length >= 2 && channels === 1) {
    return (
      <Heatmap
        label={words('units.picture')}
        values={values}
        width={columns}
        height={rows}
        scale={pictureScale(values)}
        className={flowCss.picture}
      />
    );
  }
  const text = Array.from(values.subarray(0, WRITTEN), short).join(' ');
  return <span className="num small">{values.length > WRITTEN ? `${text} …` : text}</span>;
}
