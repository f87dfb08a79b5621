import { expect, it } from 'vitest';
import { cloudNetwork, clouds, cloudTraining, Session } from './session';
it('x', async () => {
  for (const act of ['relu', 'tanh']) {
  const session = new Session();
  await session.init('wasm');
  session.attach(clouds(120));
  const network = { ...cloudNetwork, loss: { kind: 'meanSquaredError' }, layers: cloudNetwork.layers.map((l) => l.id === 'output' ? { ...l, activation: 'linear' } : {...l, activation: act}) };
  await session.build(network, 'clouds', { ...cloudTraining, optimizer: { kind: 'adam', learningRate: 0.03 }, epochs: 30 });
  await session.play();
  const p = session.points();
  console.warn(act, JSON.stringify(p.filter((_, i) => i % 20 === 0).map((x) => [x.step, x.loss.toFixed(3), x.accuracy])));
  const t = await session.client.evaluate('test');
  console.warn(JSON.stringify([...t.outputs!.slice(0, 9)]), [...t.predicted!].join(''));
  session.close();
  }
  expect(1).toBe(1);
});
