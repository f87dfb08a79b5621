/** A run in the worker, on wasm: what is promised of training, and every command. */
import { afterEach, describe, expect, it } from 'vitest';
import { buildGraph } from '@/core/graph/build';
import { initialWeights } from '@/core/initializers';
import { interpret } from '@/core/interpreter/interpret';
import { predictedClasses } from '@/core/metrics/classification';
import type { Checkpoint, TrainingSettings } from '@/engine/protocol';
import { CLASSES, cloudNetwork, clouds, cloudTraining, Session, xor, xorNetwork } from './session';
import { expectClose, numbers } from './support';

let session: Session;
afterEach(() => session.close());

async function open(training: Partial<TrainingSettings> = {}, count = 500): Promise<Session> {
  session = new Session();
  await session.init('wasm');
  session.attach(clouds(count));
  await session.build(cloudNetwork, 'clouds', { ...cloudTraining, ...training });
  return session;
}

const copy = ({ step, weights, states }: Checkpoint): Checkpoint => structuredClone({ step, weights, states });

describe('training', () => {
  it('learns, validates, and tells how it goes', async () => {
    await open({ optimizer: { kind: 'adam', learningRate: 0.03 } });
    const started = performance.now();
    await session.play();
    const train = session.points('train');
    const validation = session.points('validation');
    // 400 of 500 samples in batches of 16: 25 steps an epoch, each told once and in order.
    expect(train.map(({ step }) => step)).toEqual(Array.from({ length: 75 }, (_, i) => i + 1));
    expect(train[74].epoch).toBe(3);
    expect(train[74].loss).toBeLessThan(0.5 * train[0].loss);
    expect(train[74].accuracy).toBeGreaterThan(0.9);
    expect(validation.map(({ step }) => step)).toEqual([20, 25, 45, 50, 70, 75]);
    expect(validation[5].accuracy).toBeGreaterThan(0.9);
    const last = session.events.findLast((event) => event.type === 'progress')!;
    expect(last.progress).toMatchObject({ step: 75, epoch: 3, stepsPerEpoch: 25, totalSteps: 75, playing: false });
    expect(session.events.some((event) => event.type === 'finished')).toBe(true);
    const reports = session.events.filter((event) => event.type === 'progress').length;
    expect(reports).toBeLessThanOrEqual(4 + (performance.now() - started) / 100);
  });

  it('gives the same curve for the same seed, another for another', async () => {
    await open();
    await session.play();
    const first = session.losses;
    session.close();
    await open();
    await session.play();
    expect(session.losses).toEqual(first);
    session.close();
    await open({ seed: 6 });
    await session.play();
    expect(session.losses).not.toEqual(first);
  });

  it('replays after a reset, whatever happened before', async () => {
    await open();
    await session.play(30);
    const first = session.losses;
    const before = await session.client.predict({
      inputs: new Float32Array(6),
      targets: new Float32Array(0),
      count: 1,
    });
    expect((await session.reset()).progress.step).toBe(0);
    const from = session.events.length;
    await session.play(10);
    await session.play(20);
    expect(session.points('train', from).map(({ loss }) => loss)).toEqual(first);
    const after = await session.client.predict({ inputs: new Float32Array(6), targets: new Float32Array(0), count: 1 });
    expect(after).toEqual(before);
  });

  it('starts from the weights that core gives for the seed', async () => {
    await open();
    const { step, weights, states } = await session.client.checkpoint();
    expect(step).toBe(0);
    const graph = buildGraph(cloudNetwork, { batchSize: 16, mode: 'training', optimizer: cloudTraining.optimizer });
    for (const [name, values] of initialWeights(graph, cloudTraining.seed)) {
      expect([...weights[name]]).toEqual([...values]);
    }
    expect(Object.keys(states).sort()).toEqual(graph.states.map(({ name }) => name).sort());
  });

  it('goes on from a checkpoint as if it had never stopped', async () => {
    await open();
    await session.play();
    const uninterrupted = session.losses;
    session.close();
    await open();
    // In the middle of an epoch.
    await session.play(33);
    const checkpoint = copy(await session.client.checkpoint());
    expect(checkpoint.step).toBe(33);
    session.close();
    session = new Session();
    await session.init('wasm');
    session.attach(clouds(500));
    const built = await session.build(cloudNetwork, 'clouds', cloudTraining, checkpoint);
    expect(built.progress.step).toBe(33);
    await session.play();
    expect(session.losses).toEqual(uninterrupted.slice(33));
  });

  it('offers checkpoints when it stops', async () => {
    await open();
    const saved = session.next('autosave');
    await session.play(7);
    const { checkpoint } = await saved;
    expect(checkpoint).toEqual(await session.client.checkpoint());
  });

  it('tells nothing of the time before a reset once it was asked for', async () => {
    await open({ epochs: 100_000 });
    session.client.send({ type: 'play', run: session.id, batches: null });
    await session.next('progress', ({ progress }) => progress.step > 50);
    const from = session.events.length;
    await session.reset();
    session.client.send({ type: 'play', run: session.id, batches: 30 });
    await session.next('autosave');
    const [first] = session.events.slice(from);
    expect(first).toMatchObject({ run: session.id, progress: { step: 0 }, train: [], validation: [] });
    expect(session.points('train', from).map(({ step }) => step)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1));
  });

  it('offers checkpoints soon and often, each after all that belongs to it', async () => {
    await open({ epochs: 1_000_000 });
    const started = performance.now();
    const times: number[] = [];
    session.client.send({ type: 'play', run: session.id, batches: null });
    for (let i = 0; i < 3; i++) {
      const from = session.events.length;
      const { checkpoint } = await session.next('autosave', undefined, from);
      times.push(performance.now() - started);
      expect(session.points('train').at(-1)?.step).toBe(checkpoint.step);
    }
    expect(times[0]).toBeLessThan(4000);
    expect(times[2] - times[0]).toBeLessThan(9000);
    // On demand it comes at once.
    const asked = performance.now();
    const saved = session.next('autosave');
    session.client.send({ type: 'save', run: session.id });
    await saved;
    expect(performance.now() - asked).toBeLessThan(1500);
    await session.pause();
  });

  it('offers what a slow run has between two batches, once', async () => {
    await open({ epochs: 100_000 });
    session.client.send({ type: 'setSpeed', run: session.id, batchesPerSecond: 0.01 });
    session.client.send({ type: 'play', run: session.id, batches: null });
    const { checkpoint } = await session.next('autosave');
    expect(checkpoint.step).toBe(1);
    const from = session.events.length;
    await new Promise((resolve) => setTimeout(resolve, 2500));
    expect(session.events.slice(from).filter(({ type }) => type === 'autosave')).toEqual([]);
    session.client.send({ type: 'pause', run: session.id });
    await session.next('autosave');
  });

  it('plays an epoch, a batch, and pauses in between at once', async () => {
    await open({ epochs: 100_000 });
    await session.play(1);
    expect(session.losses).toHaveLength(1);
    const rest = session.next('progress', ({ progress }) => !progress.playing && progress.step === 25);
    session.client.send({ type: 'playEpoch', run: session.id });
    await rest;
    session.client.send({ type: 'play', run: session.id, batches: null });
    await session.next('progress', ({ progress }) => progress.step > 200);
    const asked = performance.now();
    await session.pause();
    expect(performance.now() - asked).toBeLessThan(1000);
    const { step } = await session.client.checkpoint();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect((await session.client.checkpoint()).step).toBe(step);
  });

  it('answers predictions while it plays, and keeps playing', async () => {
    await open({ epochs: 100_000 });
    session.client.send({ type: 'play', run: session.id, batches: null });
    await session.next('progress', ({ progress }) => progress.step > 50);
    const input = { inputs: Float32Array.from(numbers(12, 'asked', 0, 1)), targets: new Float32Array(0), count: 2 };
    const { output, captured } = await session.client.predict(input, ['hidden']);
    expect(output).toHaveLength(2 * CLASSES);
    expect(captured.hidden).toHaveLength(16);
    expect(output.slice(0, 3).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    const at = session.events.length;
    await session.next('progress', ({ progress }) => progress.playing && progress.step > 100, at);
    await session.pause();
  });

  it('predicts what the interpreter predicts', async () => {
    await open();
    await session.play(20);
    const { weights } = await session.client.checkpoint();
    const inputs = numbers(18, 'asked', 0, 1);
    const { output, captured } = await session.client.predict(
      { inputs: Float32Array.from(inputs), targets: new Float32Array(0), count: 3 },
      ['hidden'],
    );
    const graph = buildGraph(cloudNetwork, { batchSize: 3, mode: 'inference' });
    const feeds = new Map<string, Float64Array | number>([
      ['input', inputs],
      ['target', new Float64Array(9)],
      ['seed', 5],
      ['step', 21],
      ['learningRate', 0],
    ]);
    for (const [name, values] of Object.entries(weights)) feeds.set(name, Float64Array.from(values));
    const trace = interpret(graph, feeds);
    expectClose(output, trace.values[graph.output], 'output');
    expectClose(captured.hidden, trace.values[graph.layers[0].output], 'hidden');
  });

  it('evaluates a split with its confusion matrix', async () => {
    await open();
    await session.play();
    const test = await session.client.evaluate('test');
    expect(test).toMatchObject({ split: 'test', count: 30, classes: CLASSES });
    expect(test.confusion!.reduce((a, b) => a + b)).toBe(30);
    const hits = [0, 4, 8].reduce((sum, cell) => sum + test.confusion![cell], 0);
    expect(test.accuracy).toBeCloseTo(hits / 30, 12);
    // Labels of the made-up samples go round.
    const right = [...test.predicted!].filter((label, i) => label === i % CLASSES).length;
    expect(right).toBe(hits);
    expect([...test.truth!]).toEqual(Array.from({ length: 30 }, (_, i) => i % CLASSES));
    expect([...test.indices!]).toEqual(Array.from({ length: 30 }, (_, i) => i));
    // The outputs are the probabilities the loss and the predictions came from.
    expect([...predictedClasses(test.outputs!, CLASSES)]).toEqual([...test.predicted!]);
    const losses = [...test.truth!].map((label, i) => -Math.log(test.outputs![i * CLASSES + label]));
    expect(losses.reduce((a, b) => a + b) / 30).toBeCloseTo(test.loss, 5);
    const validation = await session.client.evaluate('validation');
    expect(validation.count).toBe(100);
    expect([...validation.truth!]).toEqual([...validation.indices!].map((index) => index % CLASSES));
    expect((await session.client.evaluate('train')).outputs).toBeNull();
    expect(validation.loss).toBe(session.points('validation').at(-1)!.loss);
  });

  it('computes one step beside the run, as the interpreter does, and leaves the run alone', async () => {
    await open();
    await session.play(12);
    const checkpoint = await session.client.checkpoint();
    const inputs = numbers(18, 'stepped', 0, 1);
    const targets = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
    const batch = { inputs: Float32Array.from(inputs), targets: Float32Array.from(targets), count: 3 };
    const stepped = await session.client.step(batch, copy(checkpoint), 0.02);
    const graph = buildGraph(cloudNetwork, { batchSize: 3, mode: 'training', optimizer: cloudTraining.optimizer });
    const feeds = new Map<string, Float64Array | number>([
      ['input', inputs],
      ['target', targets],
      ['seed', 5],
      ['step', 13],
      ['learningRate', 0.02],
    ]);
    for (const map of [checkpoint.weights, checkpoint.states]) {
      for (const [name, values] of Object.entries(map)) feeds.set(name, Float64Array.from(values));
    }
    const trace = interpret(graph, feeds);
    expectClose([stepped.loss], trace.values[graph.loss!], 'loss');
    expectClose(stepped.output, trace.values[graph.output], 'output');
    expect(stepped.updated.step).toBe(13);
    for (const { name, node } of graph.weights) {
      expectClose(stepped.gradients[name], trace.values[graph.gradients.get(node)!], `gradient of ${name}`);
      expectClose(stepped.updated.weights[name], trace.values[graph.updates.get(name)!], name);
    }
    for (const { name, update } of graph.states) expectClose(stepped.updated.states[name], trace.values[update], name);
    const between = graph.nodes.filter(({ name }) => name in stepped.nodes);
    expect(between.some(({ phase }) => phase === 'forward') && between.some(({ phase }) => phase === 'backward')).toBe(
      true,
    );
    for (const { id, name } of between) expectClose(stepped.nodes[name], trace.values[id], name);
    expect(await session.client.checkpoint()).toEqual(checkpoint);
  });

  it('puts a checkpoint in and trains on from it', async () => {
    await open();
    const start = copy(await session.client.checkpoint());
    await session.play(10);
    const first = session.losses;
    await session.client.setCheckpoint(start);
    const from = session.events.length;
    await session.play(10);
    expect(session.points('train', from).map(({ loss }) => loss)).toEqual(first);
  });

  it('changes the learning rate without a reset', async () => {
    await open({ optimizer: { kind: 'sgd', learningRate: 0.1 } });
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0 });
    await session.play(5);
    const resting = await session.client.checkpoint();
    session.client.send({ type: 'setLearningRate', run: session.id, learningRate: 0.1 });
    await session.play(1);
    const moved = await session.client.checkpoint();
    expect(resting.step).toBe(5);
    expect(moved.weights['output/kernel']).not.toEqual(resting.weights['output/kernel']);
  });

  it('keeps to a speed, and forgets it when told to', async () => {
    await open({ epochs: 100_000 });
    session.client.send({ type: 'setSpeed', run: session.id, batchesPerSecond: 10 });
    const started = performance.now();
    await session.play(6);
    const elapsed = performance.now() - started;
    expect(elapsed).toBeGreaterThan(450);
    expect(elapsed).toBeLessThan(4000);
    session.client.send({ type: 'setSpeed', run: session.id, batchesPerSecond: 0.01 });
    session.client.send({ type: 'play', run: session.id, batches: 50 });
    await session.next('progress', ({ progress }) => progress.playing && progress.step === 7);
    const done = session.next('progress', ({ progress }) => !progress.playing && progress.step === 56);
    session.client.send({ type: 'setSpeed', run: session.id, batchesPerSecond: null });
    await done;
  });

  it('needs no more tensors or bytes after 500 steps', async () => {
    await open({ epochs: 100_000 });
    await session.play(60);
    await session.client.predict({ inputs: new Float32Array(6), targets: new Float32Array(0), count: 1 }, ['hidden']);
    await session.client.evaluate('test');
    const memoryAt = () => {
      const { progress } = session.events.findLast((event) => event.type === 'progress')!;
      return { tensors: progress.tensors, bytes: progress.bytes };
    };
    await session.play(25);
    const before = memoryAt();
    await session.play(500);
    expect(memoryAt()).toEqual(before);
    await session.client.predict({ inputs: new Float32Array(6), targets: new Float32Array(0), count: 1 }, ['hidden']);
    await session.client.evaluate('test');
    await session.play(25);
    expect(memoryAt()).toEqual(before);
  });

  it('trains XOR, whose answers count as right on their side of one half', async () => {
    session = new Session();
    await session.init('wasm');
    session.attach(xor());
    await session.build(xorNetwork, 'xor', {
      optimizer: { kind: 'momentum', learningRate: 0.5, momentum: 0.9 },
      batchSize: 4,
      validationShare: 0,
      seed: 2,
      epochs: 1500,
    });
    await session.play();
    expect(session.points('train')).toHaveLength(1500);
    expect(session.points('train').at(-1)).toMatchObject({ accuracy: 1 });
    const { confusion, predicted } = await session.client.evaluate('train');
    expect([...predicted!]).toEqual([0, 1, 1, 0]);
    expect([...confusion!]).toEqual([2, 0, 0, 2]);
  });
});
