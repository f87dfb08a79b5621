/**
 * The samples of the batch. A small data set shows all its samples as rows to switch on and off; images are chosen from
 * pages of thumbnails, from the training or the test set.
 */
import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import type { Split } from '@/core/dataset';
import { runActions, type Samples, useRun } from '@/state';
import { pictureScale } from '@/theme';
import { Button, Heatmap, Segmented, VisuallyHidden } from '@/ui';
import { short } from '../model/format';
import partsCss from '../parts.module.css';
import { type Choice, chooseSamples, MAX_SAMPLES, useSession } from '../session';
import { useStepper } from '../stepper';
import { useWords } from '../words';
import batchCss from './batch.module.css';

/** Data sets of up to so many samples are shown whole. */
const MOST_ROWS = 8;
const PAGE = 24;

export function SampleChoice() {
  const info = useRun((run) => run.dataset.info);
  if (info === null) return null;
  return info.counts.train > 0 && info.counts.train <= MOST_ROWS ? (
    <SampleRows count={info.counts.train} />
  ) : (
    <SamplePages />
  );
}

/** Adds or removes a sample. The last one stays; beyond the most that can be stepped, the first goes. */
function toggled(choice: Choice, split: Split, index: number): Choice {
  const indices = choice.split === split ? choice.indices : [];
  const without = indices.filter((i) => i !== index);
  if (without.length < indices.length) return without.length > 0 ? { split, indices: without } : choice;
  return { split, indices: [...indices, index].slice(-MAX_SAMPLES) };
}

function useSampleData(split: Split, indices: readonly number[]): Samples | null {
  const [loaded, setLoaded] = useState<{ key: string; samples: Samples } | null>(null);
  const key = `${split} ${indices.join(' ')}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for split and indices.
  useEffect(() => {
    let wanted = true;
    runActions.samples(split, [...indices]).then(
      (samples) => wanted && setLoaded({ key, samples }),
      () => undefined,
    );
    return () => {
      wanted = false;
    };
  }, [key]);
  return loaded?.key === key ? loaded.samples : null;
}

function SampleRows({ count }: { count: number }) {
  const words = useWords();
  const choice = useSession((s) => s.choice);
  const all = useSampleData(
    'train',
    Array.from({ length: count }, (_, i) => i),
  );
  if (all === null) return null;
  const [inputs, targets] = [all.inputs.length / count, all.targets.length / count];
  return (
    <fieldset className={batchCss.rows}>
      <legend>{words('batch.samples', { count: choice.indices.length })}</legend>
      {Array.from({ length: count }, (_, i) => {
        const x = Array.from(all.inputs.subarray(i * inputs, (i + 1) * inputs), short).join(' ');
        const t = Array.from(all.targets.subarray(i * targets, (i + 1) * targets), short).join(' ');
        return (
          <Button
            key={i}
            pressed={choice.indices.includes(i)}
            onClick={() => chooseSamples(toggled(choice, 'train', i))}
          >
            <VisuallyHidden>{words('batch.row', { inputs: x, targets: t })}</VisuallyHidden>
            <span className="num" aria-hidden="true">
              {x} → {t}
            </span>
          </Button>
        );
      })}
    </fieldset>
  );
}

function SamplePages() {
  const words = useWords();
  const { traced, graph } = useStepper();
  const [open, setOpen] = useState(false);
  const { choice, samples } = traced;
  const size = samples.inputs.length / graph.batchSize;
  return (
    <div className={batchCss.rows}>
      <span className="muted">{words('batch.samples', { count: choice.indices.length })}</span>
      {choice.indices.map((index, i) => (
        <Thumbnail
          key={index}
          values={samples.inputs.subarray(i * size, (i + 1) * size)}
          label={labelOf(samples, i)}
          index={index}
          split={choice.split}
        />
      ))}
      <Popover id="stepper-choose" opened={open} onChange={setOpen} position="bottom-start" withinPortal shadow="md">
        <Popover.Target>
          <Button onClick={() => setOpen(!open)} aria-expanded={open}>
            {words('batch.choose')} <IconChevronDown size={14} aria-hidden="true" />
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Chooser choice={choice} />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}

const labelOf = (samples: Samples, i: number) => (samples.labels === null ? '' : String(samples.labels[i]));

function Chooser({ choice }: { choice: Choice }) {
  const words = useWords();
  const info = useRun((run) => run.dataset.info);
  const [split, setSplit] = useState<Split>(choice.split);
  const [page, setPage] = useState(Math.floor((choice.indices[0] ?? 0) / PAGE));
  const count = info?.counts[split] ?? 0;
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const first = Math.min(page, pages - 1) * PAGE;
  const indices = Array.from({ length: Math.min(PAGE, count - first) }, (_, i) => first + i);
  const samples = useSampleData(split, indices);
  const size = samples === null ? 0 : samples.inputs.length / indices.length;
  const latest = useSession((s) => s.choice);
  return (
    <div className={batchCss.chooser}>
      <div className={batchCss.chooserHead}>
        <Segmented
          label={words('batch.split')}
          options={(['train', 'test'] as const).map((value) => ({
            value,
            label: words(`batch.${value}`),
            disabled: info?.counts[value] === 0,
          }))}
          value={split}
          onChange={(value) => {
            setSplit(value);
            setPage(0);
          }}
        />
        <span className="small muted">{words('batch.upTo', { count: MAX_SAMPLES })}</span>
      </div>
      <div className={batchCss.thumbnails} aria-busy={samples === null}>
        {indices.map((index, i) => {
          const pressed = latest.split === split && latest.indices.includes(index);
          return (
            <button
              key={index}
              type="button"
              aria-pressed={pressed}
              className={batchCss.thumbnailButton}
              onClick={() => chooseSamples(toggled(latest, split, index))}
              aria-label={words('batch.thumbnail', { index: index + 1, label: samples ? labelOf(samples, i) : '' })}
            >
              {samples && (
                <Thumbnail
                  values={samples.inputs.subarray(i * size, (i + 1) * size)}
                  label={labelOf(samples, i)}
                  index={index}
                  split={split}
                />
              )}
            </button>
          );
        })}
      </div>
      <div className={partsCss.pager}>
        <Button variant="quiet" disabled={page === 0} onClick={() => setPage(page - 1)}>
          {words('table.previous')}
        </Button>
        <span className="small muted">
          {words('table.range', { first: first + 1, last: first + indices.length, count })}
        </span>
        <Button variant="quiet" disabled={page >= pages - 1} onClick={() => setPage(page + 1)}>
          {words('table.next')}
        </Button>
      </div>
    </div>
  );
}

/** One sample as a small picture with its label; other shapes as a row of cells. */
function Thumbnail({
  values,
  label,
  index,
  split,
}: {
  values: Float32Array;
  label: string;
  index: number;
  split: Split;
}) {
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
