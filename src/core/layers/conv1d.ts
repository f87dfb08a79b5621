/**
 * Conv1D: activation(x ∗ kernel + bias) along a sequence `[steps, features]`; kernel `[size, features, filters]`. It is the
 * convolution of an image one row high. With `causal` padding a step sees itself and what came before it, never what
 * comes after (van den Oord et al.: WaveNet, 2016, section 2.1).
 */
import { z } from 'zod';
import { conv2d as emitConv2d, reshape } from '../ops/emit';
import { biasAndActivation } from './bias';
import { kernelSettings, kernelWeights } from './kernel';
import { asRow, asSequence, causalPaddingSetting, requireSequence, sequenceWindow } from './sequences';
import type { LayerDefinition } from './types';

const whole = z.number().int().min(1).max(4096);

const settings = z
  .object({
    filters: whole,
    kernelSize: whole.default(3),
    strides: whole.default(1),
    padding: causalPaddingSetting.default('valid'),
    dilationRate: whole.default(1),
    ...kernelSettings,
  })
  .strict();

export const conv1d: LayerDefinition<z.output<typeof settings>> = {
  kind: 'conv1d',
  settings,

  weights(given, [input]) {
    requireSequence('conv1d', input);
    return kernelWeights([given.kernelSize, input[1], given.filters], given.filters, 'K', given);
  },

  forward(sink, { inputs: [x], weights, symbol, layer }, given) {
    const { kernelSize: size, strides: stride, dilationRate: dilation, padding, activation, useBias } = given;
    const window = sequenceWindow(
      sink.node(x).shape[1],
      { size, stride, dilation, padding },
      { code: 'kernelTooLarge', setting: 'kernelSize' },
    );
    const kernel = sink.node(weights.kernel);
    const row = reshape(sink, weights.kernel, [1, ...kernel.shape], {
      name: `${layer}/kernelRow`,
      symbol: kernel.symbol,
    });
    const sum = emitConv2d(sink, asRow(sink, x, layer), row, window, { symbol: symbol('s') });
    const sequence = asSequence(sink, sum, layer, useBias ? symbol('s') : symbol('z'));
    return biasAndActivation(sink, sequence, weights.bias, activation, symbol);
  },
};
