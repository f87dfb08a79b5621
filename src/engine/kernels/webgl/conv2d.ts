/**
 * Convolutions on the webgl backend. A kernel of one cell is taken for a matrix product along the channels, which with
 * an odd number of them reads one row of padding that is not always zero (see matMul.ts). A channel of zeros mends it.
 */
import { run, type Tensor } from '../../executors/kernels';

/** Runs `convolve` on operands for which the kernels are right. */
export function withEvenChannels(
  image: Tensor,
  kernel: Tensor,
  convolve: (image: Tensor, kernel: Tensor) => Tensor,
): Tensor {
  const [rows, columns, channels] = kernel.shape as number[];
  if (rows * columns > 1 || channels % 2 === 0) return convolve(image, kernel);
  const pad = (x: Tensor, axis: number) => {
    const paddings = [0, 1, 2, 3].map((at) => [0, at === axis ? 1 : 0]);
    return run('PadV2', { x }, { paddings, constantValue: 0 });
  };
  const evenImage = pad(image, 3);
  const evenKernel = pad(kernel, 2);
  const out = convolve(evenImage, evenKernel);
  evenImage.dispose();
  evenKernel.dispose();
  return out;
}
