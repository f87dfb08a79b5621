/** Choosing samples: from pages of thumbnails, by number and range, or at random; from the training or the test set. */
import { type FormEvent, useId, useState } from 'react';
import type { Split } from '@/core/dataset';
import { useRun } from '@/state';
import { Button, NumberField, Segmented } from '@/ui';
import { useCheckWords } from '../check/words';
import partsCss from '../parts.module.css';
import { type Choice, chooseSamples, MAX_SAMPLES, useSession } from '../session';
import { useWords } from '../words';
import batchCss from './batch.module.css';
import { drawSamples, readChosen, writeChosen } from './chosen';
import { Thumbnail } from './Thumbnail';
import { labelOf, useSampleData } from './useSampleData';

const PAGE = 24;

/** Adds or removes a sample. The last one stays; beyond the most that can be stepped, the first goes. */
export function toggled(choice: Choice, split: Split, index: number): Choice {
  const indices = choice.split === split ? choice.indices : [];
  const without = indices.filter((i) => i !== index);
  if (without.length < indices.length) return without.length > 0 ? { split, indices: without } : choice;
  return { split, indices: [...indices, index].slice(-MAX_SAMPLES) };
}

export function Chooser() {
  const words = useWords();
  const info = useRun((run) => run.dataset.info);
  const choice = useSession((s) => s.choice);
  const [split, setSplit] = useState<Split>(choice.split);
  const [page, setPage] = useState(Math.floor((choice.indices[0] ?? 0) / PAGE));
  const count = info?.counts[split] ?? 0;
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
      <ByNumber split={split} count={count} />
      <AtRandom split={split} count={count} />
      <Page split={split} count={count} page={page} onPage={setPage} />
    </div>
  );
}

/** Numbers and ranges to type. What cannot be read changes nothing, and says why. */
function ByNumber({ split, count }: { split: Split; count: number }) {
  const words = useCheckWords();
  const choice = useSession((s) => s.choice);
  const shown = choice.split === split ? writeChosen(choice.indices) : '';
  const [draft, setDraft] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const id = useId();
  const commit = () => {
    if (draft === null) return;
    const read = readChosen(draft, count, MAX_SAMPLES);
    if ('indices' in read) {
      setRefused(null);
      chooseSamples({ split, indices: read.indices });
    } else setRefused(words(`choose.${read.problem}`, { text: read.text, count, most: MAX_SAMPLES }));
    setDraft(null);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    commit();
  };
  return (
    <form className={batchCss.chooserRow} onSubmit={submit}>
      <label htmlFor={id}>{words('choose.numbers')}</label>
      <input
        id={id}
        className={batchCss.numbers}
        type="text"
        inputMode="text"
        autoComplete="off"
        value={draft ?? shown}
        placeholder="1-4, 9"
        aria-describedby={`${id}-note`}
        onChange={(event) => setDraft(event.target.value)}
        onBlur={commit}
      />
      <span id={`${id}-note`} className={batchCss.refused} aria-live="polite">
        {refused}
      </span>
    </form>
  );
}

/** Draws without repetition; every press is another draw, the same ones in the same order. */
function AtRandom({ split, count }: { split: Split; count: number }) {
  const words = useCheckWords();
  const [n, setN] = useState(8);
  const [draw, setDraw] = useState(1);
  const most = Math.max(1, Math.min(MAX_SAMPLES, count));
  const choose = () => {
    chooseSamples({ split, indices: drawSamples(count, Math.min(n, most), draw) });
    setDraw(draw + 1);
  };
  return (
    <div className={batchCss.chooserRow}>
      <NumberField
        label={words('choose.howMany')}
        value={Math.min(n, most)}
        min={1}
        max={most}
        integer
        step={1}
        onChange={setN}
      />
      <Button id="stepper-draw" onClick={choose}>
        {words('choose.draw')}
      </Button>
    </div>
  );
}

interface PageProps {
  split: Split;
  count: number;
  page: number;
  onPage(page: number): void;
}

function Page({ split, count, page, onPage }: PageProps) {
  const words = useWords();
  const latest = useSession((s) => s.choice);
  const pages = Math.max(1, Math.ceil(count / PAGE));
  const first = Math.min(page, pages - 1) * PAGE;
  const indices = Array.from({ length: Math.min(PAGE, count - first) }, (_, i) => first + i);
  const samples = useSampleData(split, indices);
  const size = samples === null ? 0 : samples.inputs.length / indices.length;
  return (
    <>
      <div className={batchCss.thumbnails} aria-busy={samples === null}>
        {indices.map((index, i) => (
          <button
            key={index}
            type="button"
            aria-pressed={latest.split === split && latest.indices.includes(index)}
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
        ))}
      </div>
      <div className={partsCss.pager}>
        <Button variant="quiet" disabled={page === 0} onClick={() => onPage(page - 1)}>
          {words('table.previous')}
        </Button>
        <span className="small muted">
          {words('table.range', { first: first + 1, last: first + indices.length, count })}
        </span>
        <Button variant="quiet" disabled={page >= pages - 1} onClick={() => onPage(page + 1)}>
          {words('table.next')}
        </Button>
      </div>
    </>
  );
}
