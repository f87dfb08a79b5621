/**
 * Suite `cnn`: the MNIST CNN of 93,322 parameters on WebAssembly, against the best that TensorFlow.js has as shipped (its
 * own WebAssembly backend cannot train convolutions) and ConvNetJS. The others take seconds for a batch, so they do few.
 */
import { medianOf, printRace, ratioOf, runRace } from './race.mjs';

export async function runSuite() {
  const report = await runRace('cnn');
  const median = (name, backend) => medianOf(report.results, name, backend);
  const ours = median('chainrule', 'wasm');
  const stock = report.results
    .filter(({ name, imagesPerSecond }) => name === 'tensorflow.js' && imagesPerSecond)
    .sort((a, b) => b.imagesPerSecond.median - a.imagesPerSecond.median);
  const best = stock[0]?.backend;
  const ratios = [
    ...ratioOf(`chainrule wasm / tensorflow.js ${best}, its best`, ours, median('tensorflow.js', best)),
    ...ratioOf('chainrule wasm / convnetjs js', ours, median('convnetjs', 'js')),
    ...ratioOf('with batch normalization / without', median('chainrule, batch norm.', 'wasm'), ours),
  ];
  return { ...report, ratios };
}

export function printSuite(report) {
  printRace(
    `cnn: the MNIST CNN, 93,322 parameters, batches of ${report.batchSize}, Adam (ConvNetJS: adadelta); images a second`,
    report,
  );
}
