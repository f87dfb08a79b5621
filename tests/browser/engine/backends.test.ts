/** Which backend is chosen, why, and that WebAssembly has its threads where it may. */
import { describe, expect, it } from 'vitest';
import { adapterKind, isSoftware, webglIsSoftware } from '@/engine/backends/adapter';
import { chooseBackend, type World } from '@/engine/backends/choose';
import { BackendError } from '@/engine/backends/load';
import { trial } from '@/engine/backends/trial';
import { memory, setBackend } from '@/engine/executor';
import type { BackendName } from '@/engine/protocol';
import { BACKENDS } from './support';

interface Setting {
  adapter?: 'none' | 'software' | 'hardware';
  webglIsSoftware?: boolean;
  /** Milliseconds of the trial on each backend that starts. */
  times: Partial<Record<BackendName, number>>;
}

function world({ adapter = 'none', webglIsSoftware = false, times }: Setting): World & { log: string[] } {
  const log: string[] = [];
  let current: BackendName = 'cpu';
  return {
    log,
    adapter: async () => adapter,
    webglIsSoftware: () => webglIsSoftware,
    start: async (name) => {
      log.push(name);
      if (times[name] === undefined) throw new BackendError(name);
      current = name;
      return { name, threads: name === 'wasm' ? 4 : 1, simd: name === 'wasm', withoutThreads: null };
    },
    measure: async () => times[current]!,
  };
}

const reasons = (considered: { name: BackendName; reason: string }[]) =>
  Object.fromEntries(considered.map(({ name, reason }) => [name, reason]));

describe('the choice of a backend', () => {
  it('takes wasm without measuring when there is no GPU', async () => {
    const scene = world({ times: { wasm: 5, webgl: 1, cpu: 90 } });
    const report = await chooseBackend(null, scene);
    expect(report).toMatchObject({ name: 'wasm', threads: 4, simd: true });
    expect(reasons(report.considered)).toEqual({
      webgpu: 'unavailable',
      wasm: 'chosen',
      webgl: 'notTried',
      cpu: 'notTried',
    });
    expect(scene.log).toEqual(['wasm']);
  });

  it('never takes a software adapter by itself', async () => {
    const report = await chooseBackend(null, world({ adapter: 'software', times: { webgpu: 0.1, wasm: 5 } }));
    expect(report.name).toBe('wasm');
    expect(reasons(report.considered).webgpu).toBe('softwareAdapter');
  });

  it.each([
    [{ webgpu: 2, wasm: 5 }, 'webgpu', 'wasm'],
    [{ webgpu: 9, wasm: 5 }, 'wasm', 'webgpu'],
  ] as const)('lets hardware and wasm race: %o', async (times, winner, loser) => {
    const report = await chooseBackend(null, world({ adapter: 'hardware', times }));
    expect(report.name).toBe(winner);
    expect(report.considered.find(({ name }) => name === loser)).toEqual({
      name: loser,
      reason: 'slower',
      milliseconds: times[loser],
    });
    expect(report.considered.find(({ name }) => name === winner)).toEqual({
      name: winner,
      reason: 'chosen',
      milliseconds: times[winner],
    });
  });

  it('goes down the list when backends do not start', async () => {
    const report = await chooseBackend(null, world({ adapter: 'hardware', times: { cpu: 90 } }));
    expect(report.name).toBe('cpu');
    expect(reasons(report.considered)).toEqual({ webgpu: 'failed', wasm: 'failed', webgl: 'failed', cpu: 'chosen' });
    await expect(chooseBackend(null, world({ times: {} }))).rejects.toThrow();
  });

  it('takes what is asked for, if it starts', async () => {
    const report = await chooseBackend('webgpu', world({ adapter: 'software', times: { webgpu: 50, wasm: 5 } }));
    expect(report.name).toBe('webgpu');
    expect(report.software).toBe(true);
    expect(reasons(report.considered)).toEqual({
      webgpu: 'requested',
      wasm: 'otherRequested',
      webgl: 'otherRequested',
      cpu: 'otherRequested',
    });
    const other = await chooseBackend('webgl', world({ times: { wasm: 5 } }));
    expect(other.name).toBe('wasm');
    expect(reasons(other.considered).webgl).toBe('failed');
  });

  it('says where a graphics card is only imitated', async () => {
    const softwareOf = async (name: BackendName, setting: Partial<Setting>) =>
      (await chooseBackend(name, world({ times: { webgpu: 5, webgl: 5, wasm: 5 }, ...setting }))).software;
    expect(await softwareOf('webgpu', { adapter: 'hardware', webglIsSoftware: true })).toBe(false);
    expect(await softwareOf('webgl', { adapter: 'software' })).toBe(false);
    expect(await softwareOf('webgl', { webglIsSoftware: true })).toBe(true);
    expect(await softwareOf('wasm', { adapter: 'software', webglIsSoftware: true })).toBe(false);
  });

  it('does not start a WebGPU that is not there, even when it is asked for', async () => {
    const scene = world({ times: { webgpu: 5, wasm: 5 } });
    const report = await chooseBackend('webgpu', scene);
    expect(report.name).toBe('wasm');
    expect(scene.log).toEqual(['wasm']);
    expect(reasons(report.considered)).toMatchObject({ webgpu: 'unavailable', wasm: 'chosen', webgl: 'notTried' });
  });

  it('chooses wasm in this browser, whose WebGPU is software', async () => {
    expect(await adapterKind()).toBe('software');
    expect(webglIsSoftware()).toBe(true);
    const report = await chooseBackend(null);
    expect(report).toMatchObject({ name: 'wasm', simd: true });
    expect(reasons(report.considered).webgpu).toBe('softwareAdapter');
  });
});

describe.each(BACKENDS)('the trial on %s', (backend) => {
  it('measures, and leaves nothing behind', async () => {
    await setBackend(backend);
    const before = memory();
    expect(await trial()).toBeGreaterThan(0);
    expect(memory()).toEqual(before);
  });
});

describe('software adapters', () => {
  it.each([
    [{ info: { description: 'SwiftShader Device (Subzero)' } }, true],
    [{ info: { vendor: 'google', architecture: 'swiftshader' } }, true],
    [{ info: { description: 'llvmpipe (LLVM 15.0.7, 256 bits)' } }, true],
    [{ info: { description: 'Microsoft Basic Render Driver' } }, true],
    [{ info: { vendor: 'nvidia', architecture: 'hopper' }, isFallbackAdapter: true }, true],
    [{ info: { vendor: 'nvidia', architecture: 'hopper', isFallbackAdapter: true } }, true],
    [{ info: { vendor: 'nvidia', architecture: 'hopper' } }, false],
    [{ info: { vendor: 'apple', architecture: 'common-3', description: '' } }, false],
    [{}, false],
  ])('%o: %s', (adapter, software) => {
    expect(isSoftware(adapter)).toBe(software);
  });
});

describe('WebAssembly threads', () => {
  const inWorker = async (cores: number, threads?: number) => {
    const worker = new Worker(new URL('./threads.worker.ts', import.meta.url), { type: 'module' });
    const answer = await new Promise<{
      threads: number;
      withoutThreads: string | null;
      running: number;
      product: number;
      crew: number;
      convolved: Float32Array[];
    }>((resolve, reject) => {
      worker.onmessage = ({ data }) => (data.error ? reject(new Error(data.error)) : resolve(data));
      worker.onerror = ({ message }) => reject(new Error(message));
      worker.postMessage({ cores, threads });
    });
    worker.terminate();
    return answer;
  };

  it('are half of the cores, and really run', async () => {
    const four = await inWorker(4);
    expect(four).toMatchObject({ threads: 2, withoutThreads: null, running: 1, crew: 2 });
    const two = await inWorker(2);
    expect(two).toMatchObject({ threads: 1, withoutThreads: 'fewCores', running: 0, crew: 1 });
    // The same sums in the same order, whatever the number of threads.
    expect(four.product).toBe(two.product);
    expect(four.convolved).toEqual(two.convolved);
  });
});
