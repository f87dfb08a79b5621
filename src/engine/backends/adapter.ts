/** Whether WebGPU and WebGL are backed by real hardware. In software they are slower than WebAssembly by far. */

/** What WebGPU offers here. */
export type AdapterKind = 'none' | 'software' | 'hardware';

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render|warp\b/i;

/** What an adapter says of itself, as browsers of different age have it. */
interface AdapterFacts {
  info?: Partial<Pick<GPUAdapterInfo, 'vendor' | 'architecture' | 'device' | 'description'>> & {
    isFallbackAdapter?: boolean;
  };
  isFallbackAdapter?: boolean;
}

export function isSoftware({ info = {}, isFallbackAdapter }: AdapterFacts): boolean {
  if (info.isFallbackAdapter || isFallbackAdapter) return true;
  return SOFTWARE.test([info.vendor, info.architecture, info.device, info.description].join(' '));
}

export async function adapterKind(): Promise<AdapterKind> {
  const gpu = (globalThis.navigator as Partial<Navigator>).gpu;
  if (!gpu) return 'none';
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return 'none';
    return isSoftware(adapter as AdapterFacts) ? 'software' : 'hardware';
  } catch {
    return 'none';
  }
}

/** Whether WebGL is drawn by the processor. Where nothing is told about it, it is taken to be a graphics card. */
export function webglIsSoftware(): boolean {
  try {
    const gl = new OffscreenCanvas(1, 1).getContext('webgl2');
    const facts = gl?.getExtension('WEBGL_debug_renderer_info');
    const renderer = gl && facts ? String(gl.getParameter(facts.UNMASKED_RENDERER_WEBGL)) : '';
    gl?.getExtension('WEBGL_lose_context')?.loseContext();
    return isSoftware({ info: { description: renderer } });
  } catch {
    return false;
  }
}
