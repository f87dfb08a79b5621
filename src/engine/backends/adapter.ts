/** Whether WebGPU is backed by real hardware. A software adapter is slower than WebAssembly by far. */

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
