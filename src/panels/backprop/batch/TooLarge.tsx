/** Instead of numbers: what an iteration of this network would take, and what can be stepped of it. */
import { useDocument } from '@/state';
import { Button, Panel } from '@/ui';
import { useCheckWords } from '../check/words';
import layoutCss from '../layout.module.css';
import { MOST_BYTES, MOST_SECONDS, type Room } from '../model/room';
import { chooseSamples, useSession } from '../session';
import batchCss from './batch.module.css';
import { stepTail } from './work';

const gigabytes = (bytes: number) => Number((bytes / 1e9).toPrecision(2));
const rounded = (seconds: number) => Number(seconds.toPrecision(2));

export function TooLarge({ room: { cost, samples, tail } }: { room: Room }) {
  const words = useCheckWords();
  const { template } = useDocument();
  const choice = useSession((s) => s.choice);
  const count = choice.indices.length;
  const params = { count, memory: gigabytes(cost.bytes), seconds: rounded(cost.seconds) };
  return (
    <Panel title={words('large.title')} className={layoutCss.missing} id="stepper-too-large">
      <div className={batchCss.large}>
        <p role="status">{words('large.needs', params)}</p>
        <p className="muted">{words('large.limit', { memory: gigabytes(MOST_BYTES), seconds: MOST_SECONDS })}</p>
        {samples > 0 && (
          <Button
            variant="primary"
            onClick={() => chooseSamples({ ...choice, indices: choice.indices.slice(0, samples) })}
          >
            {words('large.fewer', { count: samples })}
          </Button>
        )}
        {samples === 0 && count > 1 && (
          <Button onClick={() => chooseSamples({ ...choice, indices: choice.indices.slice(0, 1) })}>
            {words('large.fewer', { count: 1 })}
          </Button>
        )}
        {tail !== null && (
          <>
            <p>{words('large.crop', { layer: tail })}</p>
            <Button variant="primary" onClick={() => stepTail({ owner: template, from: tail })}>
              {words('large.tail', { layer: tail })}
            </Button>
          </>
        )}
        {samples === 0 && tail === null && <p>{words('large.smaller')}</p>}
      </div>
    </Panel>
  );
}
