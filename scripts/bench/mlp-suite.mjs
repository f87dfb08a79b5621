/** Suite `mlp`: a network of two dense layers, on every backend, against what each backend does with it as shipped. */
import { medianOf, printRace, ratioOf, runRace } from './race.mjs';

export async function runSuite() {
  const report = await runRace('mlp');
  const median = (name, backend) => medianOf(report.results, name, backend);
  const ratios = [
    ...['webgpu', 'wasm', 'webgl', 'cpu'].flatMap((backend) =>
      ratioOf(
        `chainrule ${backend} / tensorflow.js ${backend}`,
        median('chainrule', backend),
        median('tensorflow.js', backend),
      ),
    ),
    ...ratioOf('chainrule wasm / convnetjs js', median('chainrule', 'wasm'), median('convnetjs', 'js')),
  ];
  return { ...report, ratios };
}

export function printSuite(report) {
  printRace(`mlp: 784-128-10, batches of ${report.batchSize}, Adam (ConvNetJS: adadelta); images a second`, report);
}
