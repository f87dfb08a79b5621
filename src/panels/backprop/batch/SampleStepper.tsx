/** Which sample of the batch the pictures show: all of a few side by side, of many one after another. */
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { IconButton, Segmented } from '@/ui';
import { useCheckWords } from '../check/words';
import partsCss from '../parts.module.css';
import { useSession } from '../session';
import { useScene } from '../stepper';
import { useWords } from '../words';
import batchCss from './batch.module.css';

/** So many fit beside one another. */
const MOST_TABS = 4;

export function SampleStepper() {
  const words = useWords();
  const checkWords = useCheckWords();
  const { graph, sample } = useScene();
  const count = graph.batchSize;
  if (count === 1) return null;
  const show = (i: number) => useSession.setState({ sample: i, selection: null });
  const all = Array.from({ length: count }, (_, i) => i);
  if (count <= MOST_TABS) {
    return (
      <Segmented
        label={words('network.sample')}
        options={all.map((i) => ({ value: String(i), label: words('network.sampleNumber', { n: i + 1 }) }))}
        value={String(sample)}
        onChange={(value) => show(Number(value))}
      />
    );
  }
  return (
    <fieldset className={batchCss.stepper} aria-label={words('network.sample')}>
      <IconButton
        label={checkWords('choose.previous')}
        icon={<IconChevronLeft size={17} />}
        disabled={sample === 0}
        onClick={() => show(sample - 1)}
      />
      <select
        className={partsCss.select}
        aria-label={words('network.sample')}
        value={sample}
        onChange={(event) => show(Number(event.target.value))}
      >
        {all.map((i) => (
          <option key={i} value={i}>
            {words('network.sampleNumber', { n: i + 1 })}
          </option>
        ))}
      </select>
      <IconButton
        label={checkWords('choose.next')}
        icon={<IconChevronRight size={17} />}
        disabled={sample === count - 1}
        onClick={() => show(sample + 1)}
      />
    </fieldset>
  );
}
