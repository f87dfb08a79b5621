/**
 * The samples of the batch. A small data set shows all its samples as rows to switch on and off; of others the first few
 * chosen are shown, and all can be chosen from.
 */
import { Popover } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState } from 'react';
import { useRun } from '@/state';
import { Button, VisuallyHidden } from '@/ui';
import { useCheckWords } from '../check/words';
import { short } from '../model/format';
import { chooseSamples, useSession } from '../session';
import { useScene } from '../stepper';
import { useWords } from '../words';
import batchCss from './batch.module.css';
import { Chooser, toggled } from './Chooser';
import { Thumbnail } from './Thumbnail';
import { labelOf, useSampleData } from './useSampleData';

/** Data sets of up to so many samples are shown whole. */
const MOST_ROWS = 8;
/** Chosen samples shown beside the title. */
const MOST_SHOWN = 6;

export function SampleChoice() {
  const info = useRun((run) => run.dataset.info);
  if (info === null) return null;
  return info.counts.train > 0 && info.counts.train <= MOST_ROWS ? (
    <SampleRows count={info.counts.train} />
  ) : (
    <SamplePages />
  );
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
  const checkWords = useCheckWords();
  const { traced, graph } = useScene();
  const [open, setOpen] = useState(false);
  const { choice, samples } = traced;
  const size = samples.inputs.length / graph.batchSize;
  const more = choice.indices.length - MOST_SHOWN;
  return (
    <div className={batchCss.rows}>
      <span className="muted">{words('batch.samples', { count: choice.indices.length })}</span>
      {choice.indices.slice(0, MOST_SHOWN).map((index, i) => (
        <Thumbnail
          key={index}
          values={samples.inputs.subarray(i * size, (i + 1) * size)}
          label={labelOf(samples, i)}
          index={index}
          split={choice.split}
        />
      ))}
      {more > 0 && <span className="muted">{checkWords('choose.more', { count: more })}</span>}
      <Popover id="stepper-choose" opened={open} onChange={setOpen} position="bottom-start" withinPortal shadow="md">
        <Popover.Target>
          <Button onClick={() => setOpen(!open)} aria-expanded={open}>
            {words('batch.choose')} <IconChevronDown size={14} aria-hidden="true" />
          </Button>
        </Popover.Target>
        <Popover.Dropdown>
          <Chooser />
        </Popover.Dropdown>
      </Popover>
    </div>
  );
}
