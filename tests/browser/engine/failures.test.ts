/** What goes wrong around training: bad commands, data that do not fit, workers that die, and the other backends. */
import { afterEach, describe, expect, it } from 'vitest';
import type { NetworkSpec } from '@/core/network/spec';
import { EngineClient, EngineError } from '@/engine/client';
import type { EngineEvent } from '@/engine/protocol';
import { cloudNetwork, clouds, cloudTraining, Session, xorNetwork } from './session';

let session: Session;
afterEach(() => session?.close());

async function open(): Promise<Session> {
  session = new Session();
  await session.init('wasm');
  session.attach(clouds(100));
  return session;
}

async function buildError(
  network: NetworkSpec,
  dataset = 'clouds',
  checkpoint = null as never,
): Promise<EngineEvent & { type: 'error' }> {
  const from = session.events.length;
  await session.build(network, dataset, cloudTraining, checkpoint).catch(() => undefined);
  return session.events.slice(from).find((event) => event.type === 'error') as EngineEvent & { type: 'error' };
}

describe('commands that cannot be carried out', () => {
  it('say what does not fit', async () => {
    await open();
    expect(await buildError(cloudNetwork, 'unknown')).toMatchObject({
      code: 'dataMissing',
      params: { dataset: 'unknown' },
    });
    expect(await buildError(xorNetwork)).toMatchObject({
      code: 'dataMismatch',
      params: { what: 'input', network: 2, data: 6 },
    });
    const layers = cloudNetwork.layers.map((layer) => ({ ...layer, units: 0 }));
    expect(await buildError({ ...cloudNetwork, layers })).toMatchObject({ params: { layer: 'hidden' } });
    const checkpoint = { step: 1, weights: {}, states: {} };
    expect(await buildError(cloudNetwork, 'clouds', checkpoint as never)).toMatchObject({
      code: 'badCheckpoint',
      params: { tensor: 'hidden/kernel' },
    });
    // None of this hurts.
    await session.build(cloudNetwork, 'clouds', cloudTraining);
    await session.play(3);
    expect(session.losses).toHaveLength(3);
  });

  it('are refused when they are requests', async () => {
    await open();
    await expect(session.client.checkpoint()).rejects.toMatchObject({ code: 'noRun' });
    await session.build(cloudNetwork, 'clouds', cloudTraining);
    const input = { inputs: new Float32Array(6), targets: new Float32Array(0), count: 1 };
    await expect(session.client.predict(input, ['nothing'])).rejects.toMatchObject({
      code: 'unknownLayer',
      params: { layer: 'nothing' },
    });
    await expect(session.client.predict({ ...input, inputs: new Float32Array(5) })).rejects.toMatchObject({
      code: 'badInput',
      params: { expected: 6, actual: 5 },
    });
    await expect(session.client.predict(input)).resolves.toBeDefined();
  });
});

describe('data on its way', () => {
  it('holds up the run until all of it has arrived, and tells how far it is', async () => {
    session = new Session();
    await session.init('wasm');
    const { info, shards } = clouds(100);
    const { port1, port2 } = new MessageChannel();
    session.client.send({ type: 'attachData', dataset: 'clouds', port: port2 }, [port2]);
    port1.postMessage({ type: 'info', info });
    port1.postMessage({ type: 'shard', shard: shards[0] });
    const built = session.build(cloudNetwork, 'clouds', cloudTraining);
    await session.next('dataProgress', ({ loaded, total }) => loaded === 50 && total === 130, 0);
    expect(session.events.some(({ type }) => type === 'built')).toBe(false);
    for (const shard of shards.slice(1)) port1.postMessage({ type: 'shard', shard });
    port1.postMessage({ type: 'end' });
    expect(await built).toMatchObject({ trainCount: 80, validationCount: 20 });
    const types = session.events.map(({ type }) => type);
    expect(types.indexOf('dataReady')).toBeLessThan(types.indexOf('built'));
  });

  it('of a run that was given up does not hold up the next', async () => {
    await open();
    const { port1, port2 } = new MessageChannel();
    session.client.send({ type: 'attachData', dataset: 'never', port: port2 }, [port2]);
    port1.postMessage({ type: 'info', info: { ...clouds(10).info, id: 'never' } });
    void session.build(cloudNetwork, 'never', cloudTraining).catch(() => undefined);
    const built = await session.build(cloudNetwork, 'clouds', cloudTraining);
    expect(built.run).toBe(session.id);
  });
});

describe('a worker', () => {
  const crash = (client: EngineClient) =>
    new Promise<EngineEvent>((resolve) => {
      client.onEvent((event) => {
        if (event.type === 'error' && event.code === 'workerCrashed') resolve(event);
      });
    });
  const workerOf = (source: string) => () =>
    new Worker(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })));

  it('that fails is noticed, and requests under way are refused', async () => {
    const client = new EngineClient({ createWorker: workerOf('onmessage = () => { throw new Error("boom"); }') });
    const crashed = crash(client);
    const asked = client.checkpoint().catch((error: unknown) => error);
    expect(await crashed).toMatchObject({ message: expect.stringContaining('boom') });
    expect(await asked).toBeInstanceOf(EngineError);
    expect(await asked).toMatchObject({ code: 'workerCrashed' });
    await expect(client.checkpoint()).rejects.toMatchObject({ code: 'workerCrashed' });
    client.dispose();
  });

  it.each(['for (;;) {}', 'onmessage = ({ data }) => { postMessage({ type: "pong", beat: data.beat }); for (;;) {} }'])(
    'that hangs is noticed by its silence: %s',
    async (source) => {
      const client = new EngineClient({ createWorker: workerOf(source), beat: 20 });
      await crash(client);
      client.dispose();
    },
  );

  it('that answers is left alone', async () => {
    const client = new EngineClient({
      createWorker: workerOf('onmessage = ({ data }) => postMessage({ type: "pong", beat: data.beat })'),
      beat: 20,
    });
    let crashed = false;
    void crash(client).then(() => {
      crashed = true;
    });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(crashed).toBe(false);
    client.dispose();
  });

  it('starts anew after a crash and goes on from the last checkpoint', async () => {
    await open();
    await session.build(cloudNetwork, 'clouds', cloudTraining);
    await session.play(5);
    const checkpoint = await session.client.checkpoint();
    session.client.restart();
    await session.init('wasm');
    session.attach(clouds(100));
    const built = await session.build(cloudNetwork, 'clouds', cloudTraining, checkpoint);
    expect(built.progress.step).toBe(5);
    await session.play();
    expect(session.points('train').at(-1)!.step).toBe(15);
  });

  it('drops what is late from an earlier run', async () => {
    await open();
    await session.build(cloudNetwork, 'clouds', { ...cloudTraining, epochs: 100_000 });
    const first = session.id;
    session.client.send({ type: 'play', run: first, batches: null });
    await session.next('progress', ({ progress }) => progress.step > 10);
    const from = session.events.length;
    await session.build(cloudNetwork, 'clouds', cloudTraining);
    await new Promise((resolve) => setTimeout(resolve, 100));
    const late = session.events.slice(from).filter((event) => 'run' in event && event.run === first);
    expect(late).toEqual([]);
  });
});

describe('training in the worker', () => {
  it.each(['webgpu', 'webgl', 'cpu'] as const)('works on %s too: the loss falls, nothing leaks', async (backend) => {
    session = new Session();
    expect((await session.init(backend)).name).toBe(backend);
    session.attach(clouds(40));
    await session.build(cloudNetwork, 'clouds', {
      ...cloudTraining,
      optimizer: { kind: 'adam', learningRate: 0.2 },
      validationShare: 0,
      epochs: 100,
    });
    const memoryAt = () => session.events.findLast((event) => event.type === 'progress')!.progress.tensors;
    await session.play(6);
    const before = memoryAt();
    await session.play(10);
    expect(memoryAt()).toBe(before);
    const { losses } = session;
    expect(losses).toHaveLength(16);
    expect(losses.at(-1)).toBeLessThan(0.5 * losses[0]);
    const { output } = await session.client.predict({
      inputs: new Float32Array(6),
      targets: new Float32Array(0),
      count: 1,
    });
    expect(output.reduce((a, b) => a + b)).toBeCloseTo(1, 4);
    expect((await session.client.evaluate('test')).accuracy).toBeGreaterThan(0.8);
  });

  it('gives the same curve twice on cpu', async () => {
    const curve = async () => {
      session = new Session();
      await session.init('cpu');
      session.attach(clouds(40));
      await session.build(cloudNetwork, 'clouds', cloudTraining);
      await session.play();
      const { losses } = session;
      session.close();
      return losses;
    };
    expect(await curve()).toEqual(await curve());
  });
});
