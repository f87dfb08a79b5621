/** Runs shaders of our own on TensorFlow.js' WebGPU backend: its buffers, its queue, its cache of pipelines. */
import type { WebGPUBackend, WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import { engine } from '@tensorflow/tfjs-core';
import { sizeOf } from '@/core/graph/shape';
import type { Shape } from '@/core/graph/types';
import { freeing, run, scalar, type Tensor } from '../../executors/kernels';

export type Triple = [number, number, number];

export interface Shader {
  /** Tells shaders apart: one key, one text. */
  key: string;
  /** WGSL. Inputs are arrays of f32 by their names, the output is `result`, numbers are `uniforms.name`. */
  code: string;
  inputs: Readonly<Record<string, Tensor>>;
  /** Whole numbers. */
  uniforms: Readonly<Record<string, number>>;
  /** Other numbers, in float32; read as uniforms too. */
  numbers?: Readonly<Record<string, number>>;
  shape: Shape;
  workgroup: Triple;
  /**
   * Workgroups along x, y and z, for a shader that says itself what each of them does (`fn main()`). Without it there
   * is a thread for each element of the output (`fn main(index : i32)`, to be compared with `uniforms.size`).
   */
  workgroups?: Triple;
}

/**
 * The values as float32 on the device too: a cast from truths or whole numbers leaves them there as they were, and only
 * the stock shaders know to convert what they read.
 */
function asFloats(x: Tensor): Tensor {
  const backend = engine().backend as WebGPUBackend;
  if (backend.tensorMap.get(x.dataId).dtype === 'float32') return x;
  const one = scalar(1);
  return freeing(run('Multiply', { a: x, b: one }), one);
}

/** The caller owns the result. */
export function runShader({ key, code, inputs, uniforms, numbers = {}, shape, workgroup, workgroups }: Shader): Tensor {
  const axes = shape.map((_, axis) => axis);
  const declared = [
    ...Object.keys(uniforms).map((name) => `${name} : i32,`),
    ...Object.keys(numbers).map((name) => `${name} : f32,`),
  ];
  const program: WebGPUProgram = {
    shaderKey: key,
    variableNames: Object.keys(inputs),
    outputShape: [...shape],
    workgroupSize: workgroup,
    size: workgroups === undefined,
    dispatchLayout: workgroups ? { x: axes.slice(2), y: axes.slice(1, 2), z: axes.slice(0, 1) } : { x: axes },
    dispatch: workgroups ?? [Math.ceil(sizeOf(shape) / (workgroup[0] * workgroup[1] * workgroup[2])), 1, 1],
    uniforms: declared.join(' '),
    getUserCode: () => code,
  };
  const values = [
    ...Object.values(uniforms).map((value) => ({ type: 'int32', data: [value] })),
    ...Object.values(numbers).map((value) => ({ type: 'float32', data: [value] })),
  ];
  const backend = engine().backend as WebGPUBackend;
  const given = Object.values(inputs);
  const floats = given.map(asFloats);
  const info = backend.runWebGPUProgram(program, floats, 'float32', values);
  for (const [i, x] of floats.entries()) if (x !== given[i]) x.dispose();
  return engine().makeTensorFromTensorInfo(info) as Tensor;
}
