/** A few samples row by row: what goes in, what should come out, what does, and the difference. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { targetForm, writeTargets } from '@/core/losses/targets';
import { type Samples, useRunNetwork } from '@/state';
import { Panel } from '@/ui';
import { measured } from '../parts/format';
import classes from './surface.module.css';
import { usePlane } from './usePlane';

interface SampleTableProps {
  samples: Samples;
  count: number;
  /** As many a sample as there are targets; null until there are some. */
  answers: ArrayLike<number> | null;
}

/** `x₁`, `x₂`, … or `x` alone. */
const SUBSCRIPTS = '₀₁₂₃₄₅₆₇₈₉';
const numbered = (name: string, of: number) =>
  Array.from({ length: of }, (_, i) => (of === 1 ? name : `${name}${SUBSCRIPTS[i + 1] ?? i + 1}`));

export function SampleTable({ samples, count, answers }: SampleTableProps) {
  const { t } = useTranslation('train');
  const { loss } = useRunNetwork();
  const form = targetForm(loss);
  const targets = useMemo(() => {
    if (form !== 'sign') return samples.targets;
    const signs = new Float32Array(samples.targets.length);
    writeTargets(form, samples.targets, 1, signs);
    return signs;
  }, [samples, form]);
  const [inputs, outputs] = [samples.inputs.length / count, targets.length / count];
  // Another network's answers may still be on their way.
  const answered = answers?.length === targets.length ? answers : null;
  const rowOf = (values: ArrayLike<number>, row: number, width: number) =>
    Array.from({ length: width }, (_, i) => values[row * width + i]);
  return (
    <Panel title={t('surface.samples')}>
      <table className={`num ${classes.table}`}>
        <thead>
          <tr>
            {[
              ...numbered('x', inputs),
              ...numbered(t('surface.target'), outputs),
              ...numbered(t('surface.output'), outputs),
              ...(outputs === 1 ? [t('surface.difference')] : []),
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Array.from({ length: count }, (_, row) => {
            const wanted = rowOf(targets, row, outputs);
            const given = answered && rowOf(answered, row, outputs);
            return (
              <tr key={row}>
                {rowOf(samples.inputs, row, inputs).map((value, i) => (
                  <td key={i}>{measured(value)}</td>
                ))}
                {wanted.map((value, i) => (
                  <td key={i}>{measured(value)}</td>
                ))}
                {wanted.map((_, i) => (
                  <td key={i}>{given ? given[i].toFixed(3) : '–'}</td>
                ))}
                {outputs === 1 && <td>{given ? (given[0] - wanted[0]).toFixed(3).replace('-', '−') : '–'}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Panel>
  );
}

/** The table alone, for samples that lie in no plane. */
export function SamplesPanel({ count }: { count: number }) {
  const { samples, prediction } = usePlane(count, '', false);
  return samples && <SampleTable samples={samples} count={count} answers={prediction?.output ?? null} />;
}
