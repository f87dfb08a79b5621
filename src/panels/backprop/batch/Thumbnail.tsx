/** One sample as a small picture with its label; other shapes as a row of cells. */
import type { Split } from '@/core/dataset';
import { pictureScale } from '@/theme';
import { Heatmap } from '@/ui';
import { useScene } from '../stepper';
import { useWords } from '../words';
import batchCss from './batch.module.css';

/** Cells of a row. */
const MOST_CELLS = 64;

export interface ThumbnailProps {
  values: Float32Array;
  label: string;
  index: number;
  split: Split;
}

export function Thumbnail({ values, label, index, split }: ThumbnailProps) {
  const words = useWords();
  const { model } = useScene();
  // What a layer in the middle is fed is no picture, and too much for a row.
  const row = values.length <= MOST_CELLS ? { rows: 1, columns: values.length } : null;
  const picture = model.columns[0].picture ?? row;
  return (
    <span className={batchCss.thumbnail}>
      {picture && (
        <Heatmap
          label={words('batch.sample', { split: words(`batch.${split}`), index: index + 1, label })}
          values={values}
          width={picture.columns}
          height={picture.rows}
          scale={pictureScale(values)}
        />
      )}
      <span className="num" aria-hidden={picture !== null}>
        {picture || label !== '' ? label : index + 1}
      </span>
    </span>
  );
}
