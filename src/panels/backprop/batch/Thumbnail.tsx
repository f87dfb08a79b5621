/** One sample as a small picture with its label; other shapes as a row of cells. */
import type { Split } from '@/core/dataset';
import { pictureScale } from '@/theme';
import { Heatmap } from '@/ui';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import batchCss from './batch.module.css';

export interface ThumbnailProps {
  values: Float32Array;
  label: string;
  index: number;
  split: Split;
}

export function Thumbnail({ values, label, index, split }: ThumbnailProps) {
  const words = useWords();
  const { model } = useStepper();
  const picture = model.columns[0].picture ?? { rows: 1, columns: values.length };
  return (
    <span className={batchCss.thumbnail}>
      <Heatmap
        label={words('batch.sample', { split: words(`batch.${split}`), index: index + 1, label })}
        values={values}
        width={picture.columns}
        height={picture.rows}
        scale={pictureScale(values)}
      />
      <span className="num" aria-hidden="true">
        {label}
      </span>
    </span>
  );
}
