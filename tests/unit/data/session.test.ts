/** The data worker's session: errors as messages, shards that cover the set exactly, samples as the network sees them. */
import { describe, expect, it } from 'vitest';
import type { DataMessage } from '@/core/dataset';
import type { DataEvent } from '@/data/protocol';
import { createSession, pickSamples, streamTo } from '@/data/session';
import type { LoadedDataset } from '@/data/source';

const TRAIN = 12_001;
const BYTES: LoadedDataset = {
  info: {
    id: 'bytes',
    inputShape: [2],
    classes: ['a', 'b', 'c'],
    targetSize: 3,
    counts: { train: TRAIN, test: 1 },
    classCounts: { train: [4001, 4000, 4000], test: [0, 0, 1] },
    licence: '',
    citation: '',
  },
  splits: {
    train: {
      inputs: Uint8Array.from({ length: TRAIN * 2 }, (_, i) => i & 255),
      scale: 1 / 255,
      targets: Uint8Array.from({ length: TRAIN }, (_, i) => i % 3),
    },
    test: { inputs: Uint8Array.of(255, 51), scale: 1 / 255, targets: Uint8Array.of(2) },
  },
};

async function received(dataset: LoadedDataset): Promise<DataMessage[]> {
  const { port1, port2 } = new MessageChannel();
  const messages: DataMessage[] = [];
  const all = new Promise<DataMessage[]>((resolve) => {
    port2.onmessage = ({ data }: MessageEvent<DataMessage>) => {
      messages.push(data);
      if (data.type === 'end') resolve(messages);
    };
  });
  streamTo(port1, dataset);
  await all;
  port2.close();
  return messages;
}

describe('streamTo', () => {
  it('sends info, then shards that cover each split in order without overlap, then end', async () => {
    const messages = await received(BYTES);
    expect(messages[0]).toEqual({ type: 'info', info: BYTES.info });
    expect(messages.at(-1)).toEqual({ type: 'end' });
    const shards = messages.flatMap((message) => (message.type === 'shard' ? [message.shard] : []));
    expect(shards.map(({ split, first, count }) => [split, first, count])).toEqual([
      ['train', 0, 5000],
      ['train', 5000, 5000],
      ['train', 10_000, 2001],
      ['test', 0, 1],
    ]);
    expect([...shards[2].inputs]).toEqual([...BYTES.splits.train.inputs.subarray(20_000)]);
    expect([...shards[2].targets]).toEqual([...BYTES.splits.train.targets.subarray(10_000)]);
  });

  it('leaves the set whole for the next reader', async () => {
    await received(BYTES);
    const again = await received(BYTES);
    expect(again).toHaveLength(6);
    expect(BYTES.splits.train.inputs.length).toBe(TRAIN * 2);
  });
});

describe('pickSamples', () => {
  it('scales bytes and makes classes one-hot, in the order asked for', () => {
    const { inputs, labels, targets } = pickSamples(BYTES, 'train', [4, 0]);
    expect([...inputs]).toEqual([8, 9, 0, 1].map((value) => Math.fround(value / 255)));
    expect([...labels!]).toEqual([1, 0]);
    expect([...targets]).toEqual([0, 1, 0, 1, 0, 0]);
  });
});

describe('createSession', () => {
  const run = async (...commands: Parameters<ReturnType<typeof createSession>>[0][]) => {
    const events: DataEvent[] = [];
    const handle = createSession((event) => events.push(event));
    for (const command of commands) await handle(command);
    return events;
  };

  it('opens XOR with its truth table', async () => {
    const events = await run(
      { type: 'open', dataset: 'xor', base: 'http://localhost/' },
      { type: 'samples', request: 7, split: 'train', indices: Uint32Array.of(0, 1, 2, 3) },
    );
    expect(events[0]).toMatchObject({ type: 'opened', info: { inputShape: [2], classes: null, targetSize: 1 } });
    expect(events[1]).toEqual({
      type: 'samples',
      request: 7,
      samples: {
        inputs: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1),
        labels: null,
        targets: Float32Array.of(0, 1, 1, 0),
      },
    });
  });

  it('says which data set it does not know', async () => {
    const events = await run({ type: 'open', dataset: 'nonesuch', base: 'http://localhost/' });
    expect(events).toEqual([{ type: 'failed', problem: { code: 'unknownDataset', file: 'nonesuch', params: {} } }]);
  });
});
