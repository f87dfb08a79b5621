/** One initializer in words: its density, the matrix it drew, how far that stretches vectors, and what to know. */
import { useMemo } from 'react';
import { singularValues } from '@/core/analysis/singular';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import { scaleFor } from '@/theme';
import { Heatmap, measured, Panel } from '@/ui';
import type { Drawn } from '../model/initializers';
import type { Names } from '../names';
import classes from '../parts/parts.module.css';
import { Ramp } from '../parts/Ramp';
import { FactList, Words } from '../parts/Words';

interface InitializerWordsProps {
  drawn: Drawn;
  shape: Shape;
  names: Names;
}

/** A kernel as a matrix: all axes but the last together are its rows. */
function matrixOf(values: Float64Array, shape: Shape): { rows: number; columns: number; values: Float64Array } {
  const columns = shape[shape.length - 1];
  return { rows: sizeOf(shape.slice(0, -1)), columns, values };
}

const SEEN = 64;

export function InitializerWords({ drawn, shape, names }: InitializerWordsProps) {
  const { kind, values, theory } = drawn;
  const { word } = names;
  const about = names.about('initializer', kind);
  const { rows, columns } = matrixOf(values, shape);
  const [height, width] = [Math.min(rows, SEEN), Math.min(columns, SEEN)];
  const seen = useMemo(
    () =>
      Float64Array.from({ length: width * height }, (_, i) => values[Math.floor(i / width) * columns + (i % width)]),
    [values, width, height, columns],
  );
  const stretch = useMemo(
    // A change of shape may come before the weights of it.
    () => (values.length === rows * columns ? singularValues(values, rows, columns) : []),
    [values, rows, columns],
  );
  const scale = scaleFor('diverging', seen);
  const [low, high] = theory.support;
  return (
    <>
      <Panel title={names.of('initializer', kind)}>
        {about && <p className={classes.about}>{about}</p>}
        <FactList
          facts={[
            {
              name: word('initializers.facts.values'),
              value:
                low === high
                  ? word('initializers.facts.single', { value: measured(low) })
                  : word('facts.fromTo', { from: measured(low), to: measured(high) }),
            },
            { name: word('initializers.facts.deviation'), value: measured(Math.sqrt(theory.variance), 4) },
            {
              name: word('initializers.facts.stretch'),
              value:
                stretch.length === 0
                  ? '–'
                  : word('facts.fromTo', {
                      from: measured(tiny(stretch[stretch.length - 1]), 3),
                      to: measured(stretch[0], 3),
                    }),
            },
          ]}
        />
        <p className={classes.note}>{word('initializers.stretchNote')}</p>
      </Panel>
      <Panel title={word('words.title')}>
        <Words use={names.use('initializer', kind)} wrong={names.wrong('initializer', kind)} />
      </Panel>
      <Panel
        title={word('initializers.matrix')}
        note={word('initializers.matrixNote', { rows: height, columns: width, all: `${rows} × ${columns}` })}
      >
        <div className={classes.matrix} style={{ maxWidth: Math.min(340, (340 * width) / height) }}>
          <Heatmap label={word('initializers.matrix')} values={seen} width={width} height={height} scale={scale} />
        </div>
        <Ramp kind="diverging" low={-scale.max} high={scale.max} />
      </Panel>
    </>
  );
}

/** What rounding leaves of 0. */
const tiny = (value: number) => (value < 1e-7 ? 0 : value);
