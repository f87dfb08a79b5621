/**
 * Gradients of pooling on WebGPU, a thread for each pixel and channel: it asks the windows that saw it what it gets. The
 * stock kernel hands a maximum's gradient to the last of several equal cells, and a mean's as if padding had counted.
 */
import type { Shape } from '@/core/graph/types';
import type { PoolAttrs } from '@/core/ops/pool2d';
import type { Tensor } from '../../executors/kernels';
import { runShader } from './program';
import { WINDOW_FUNCTIONS, windowUniforms } from './window';

/** Goes over the windows that saw the thread's pixel, and adds `share` of each one's gradient. */
const collecting = (share: string, functions: string) => `
  ${WINDOW_FUNCTIONS}
  ${functions}
  fn main(index : i32) {
    if (index >= uniforms.size) { return; }
    let channel = index % uniforms.channels;
    let pixel = index / uniforms.channels;
    let atColumn = pixel % uniforms.width;
    let atRow = (pixel / uniforms.width) % uniforms.height;
    let sample = pixel / (uniforms.width * uniforms.height);
    var sum = 0.0;
    for (var i = 0; i < uniforms.windowRows; i++) {
      let row = windowRow(atRow, i);
      if (row < 0) { continue; }
      for (var j = 0; j < uniforms.windowColumns; j++) {
        let column = windowColumn(atColumn, j);
        if (column < 0) { continue; }
        let source = ((sample * uniforms.rows + row) * uniforms.columns + column) * uniforms.channels + channel;
        ${share}
      }
    }
    result[index] = sum;
  }
`;

const TO_THE_WINNER = collecting(
  'if (winner(sample, row, column, channel) == index) { sum += upstream[source]; }',
  `
  // The element that a window's first largest cell is.
  fn winner(sample : i32, row : i32, column : i32, channel : i32) -> i32 {
    var best = -1;
    var largest = 0.0;
    for (var i = 0; i < uniforms.windowRows; i++) {
      let y = imageRow(row, i);
      if (y < 0) { continue; }
      for (var j = 0; j < uniforms.windowColumns; j++) {
        let x = imageColumn(column, j);
        if (x < 0) { continue; }
        let at = ((sample * uniforms.height + y) * uniforms.width + x) * uniforms.channels + channel;
        let value = image[at];
        if (best < 0 || value > largest) {
          best = at;
          largest = value;
        }
      }
    }
    return best;
  }
`,
);

const SHARED_OUT = collecting(
  'sum += upstream[source] / f32(insideCells(row, column));',
  `
  fn insideCells(row : i32, column : i32) -> i32 {
    var down = 0;
    for (var i = 0; i < uniforms.windowRows; i++) { if (imageRow(row, i) >= 0) { down++; } }
    var across = 0;
    for (var j = 0; j < uniforms.windowColumns; j++) { if (imageColumn(column, j) >= 0) { across++; } }
    return down * across;
  }
`,
);

/** ∂L/∂image: each upstream value goes to the first largest cell of its window. */
export function webgpuMaxPoolGradient(upstream: Tensor, image: Tensor, attrs: PoolAttrs): Tensor {
  return runShader({
    key: 'maxPool2dGradient',
    code: TO_THE_WINNER,
    inputs: { upstream, image },
    uniforms: windowUniforms(image.shape, attrs.size, attrs),
    shape: image.shape,
    workgroup: [64, 1, 1],
  });
}

/** ∂L/∂image: each upstream value is shared out equally among its window's cells. */
export function webgpuAvgPoolGradient(upstream: Tensor, attrs: PoolAttrs, inputShape: Shape): Tensor {
  return runShader({
    key: 'avgPool2dGradient',
    code: SHARED_OUT,
    inputs: { upstream },
    uniforms: windowUniforms(inputShape, attrs.size, attrs),
    shape: inputShape,
    workgroup: [64, 1, 1],
  });
}
