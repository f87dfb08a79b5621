/** The interpreter behind its worker: a published example to the last digit, central differences, errors as answers. */
import { describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { InterpreterClient, type WorkerLike } from '@/core/interpreter/client';
import { answer, InterpreterService, type TraceInput } from '@/core/interpreter/service';
import { buildTimeline, computes } from '@/core/interpreter/timeline';
import type { NetworkSpec } from '@/core/network/spec';
import worked from '../../../fixtures/worked.json';

const mazur = worked.cases.find((c) => c.id === 'mazur-backprop') as unknown as {
  network: NetworkSpec;
  weights: Record<string, number[] | number[][]>;
  input: number[][];
  target: number[][];
  expect: { output: number[][]; loss: number; gradients: Record<string, number[] | number[][]> };
};
const flat = (values: number[] | number[][]) => Float64Array.from(values.flat());
const optimizer = { kind: 'sgd', learningRate: 0.5 };
const input: TraceInput = {
  network: mazur.network,
  optimizer,
  batchSize: 1,
  feeds: [
    ['input', flat(mazur.input)],
    ['target', flat(mazur.target)],
    ['learningRate', 0.5],
    ['step', 1],
    ...Object.entries(mazur.weights).map(([name, values]): [string, Float64Array] => [name, flat(values)]),
  ],
};
const graph = buildGraph(mazur.network, { batchSize: 1, mode: 'training', optimizer });

describe('the worked example of Mazur', () => {
  const { values, lossAfter } = new InterpreterService().trace(input);

  it('gives the published numbers, each at the step that computes it and not before', () => {
    const timeline = buildTimeline(graph, 'neuron');
    const phaseOf = (node: number, element: number) => timeline.step(timeline.stepOf(node, element)).phase;
    const close = (node: number, element: number, expected: number) => {
      expect(values[node][element]).toBeCloseTo(expected, 12);
      expect(computes(timeline.step(timeline.stepOf(node, element)), node, element)).toBe(true);
    };
    for (const [i, value] of mazur.expect.output.flat().entries()) close(graph.output, i, value);
    close(graph.loss as number, 0, mazur.expect.loss);
    expect(phaseOf(graph.output, 0)).toBe('forward');
    expect(phaseOf(graph.loss as number, 0)).toBe('loss');
    for (const { name, node } of graph.weights) {
      const gradient = graph.gradients.get(node) as number;
      mazur.expect.gradients[name].flat().forEach((value, i) => {
        close(gradient, i, value);
        expect(phaseOf(gradient, i)).toBe('backward');
      });
    }
    // "w5+ = 0.35891648" in the article: the weight from h1 to o1 after one update.
    const updated = graph.updates.get('output/kernel') as number;
    expect(values[updated][0]).toBeCloseTo(0.35891648, 8);
    expect(phaseOf(updated, 0)).toBe('update');
  });

  it('goes down with the update', () => {
    expect(lossAfter).toBeLessThan(mazur.expect.loss);
    // The article leaves its biases alone; with them the error falls from 0.2984 to less than its 0.2910.
    expect(lossAfter).toBeLessThan(0.291027924);
  });

  it('agrees with central differences for weights and for values inside', () => {
    const service = new InterpreterService();
    service.trace(input);
    for (const node of graph.nodes) {
      const gradient = graph.gradients.get(node.id);
      if (gradient === undefined || node.id === graph.loss) continue;
      for (let element = 0; element < values[node.id].length; element++) {
        const { plus, minus, slope } = service.difference({ node: node.name, element, h: 1e-5 });
        expect(slope).toBeCloseTo(values[gradient][element], 8);
        expect((plus - minus) / 2e-5).toBe(slope);
      }
    }
  });
});

describe('answers', () => {
  it('names what is wrong instead of throwing', () => {
    const service = new InterpreterService();
    expect(
      answer(service, { type: 'difference', request: 1, input: { node: 'input', element: 0, h: 1 } }),
    ).toMatchObject({
      type: 'failed',
      request: 1,
      code: 'noTrace',
    });
    const broken = { ...input, feeds: input.feeds.filter(([name]) => name !== 'hidden/kernel') };
    expect(answer(service, { type: 'trace', request: 2, input: broken })).toMatchObject({
      type: 'failed',
      code: 'missingFeed',
      params: { node: 'hidden/kernel' },
    });
    service.trace(input);
    expect(
      answer(service, { type: 'difference', request: 3, input: { node: 'nowhere', element: 0, h: 1 } }),
    ).toMatchObject({
      code: 'unknownNode',
    });
  });
});

/** A worker that runs the service at once, and can be made to die. */
class FakeWorker implements WorkerLike {
  onmessage: WorkerLike['onmessage'] = null;
  onerror: WorkerLike['onerror'] = null;
  terminated = false;
  dead = false;
  private readonly service = new InterpreterService();

  postMessage(message: Parameters<WorkerLike['postMessage']>[0]): void {
    queueMicrotask(() => {
      if (this.dead) this.onerror?.({ message: 'out of memory' } as ErrorEvent);
      else if (message.type !== 'cancel') this.onmessage?.({ data: answer(this.service, message) } as MessageEvent);
    });
  }
  terminate(): void {
    this.terminated = true;
  }
}

describe('the client', () => {
  it('answers requests, each its own', async () => {
    const client = new InterpreterClient(() => new FakeWorker());
    const [first, second] = await Promise.all([
      client.trace(input),
      client.difference({ node: 'hidden/bias', element: 1, h: 1e-4 }),
    ]);
    expect(first.values[graph.loss as number][0]).toBeCloseTo(mazur.expect.loss, 12);
    expect(second.slope).toBeCloseTo((mazur.expect.gradients['hidden/bias'] as number[])[1], 6);
  });

  it('starts another worker when one has died, and says so to whom it concerns', async () => {
    const workers: FakeWorker[] = [];
    const client = new InterpreterClient(() => {
      workers.push(new FakeWorker());
      return workers[workers.length - 1];
    });
    await client.trace(input);
    workers[0].dead = true;
    await expect(client.trace(input)).rejects.toMatchObject({ code: 'crashed', params: { message: 'out of memory' } });
    expect(workers[0].terminated).toBe(true);
    await expect(client.trace(input)).resolves.toBeDefined();
    expect(workers).toHaveLength(2);
  });

  it('cancels what is no longer wanted, and tells the worker', async () => {
    const worker = new FakeWorker();
    const sent: string[] = [];
    const post = worker.postMessage.bind(worker);
    worker.postMessage = (message) => {
      sent.push(message.type);
      post(message);
    };
    const client = new InterpreterClient(() => worker);
    const stop = new AbortController();
    const open = client.trace(input, { signal: stop.signal });
    stop.abort();
    await expect(open).rejects.toMatchObject({ code: 'cancelled' });
    await expect(client.trace(input, { signal: stop.signal })).rejects.toMatchObject({ code: 'cancelled' });
    expect(sent).toEqual(['trace', 'cancel']);
    await expect(client.ask('checkAll', null)).resolves.toMatchObject({ h: 1e-5 });
  });

  it('fails open requests when it is stopped', async () => {
    const client = new InterpreterClient(() => new FakeWorker());
    const open = client.trace(input);
    client.stop();
    await expect(open).rejects.toMatchObject({ code: 'stopped' });
  });
});
