/**
 * Which backend trains: webgpu when the adapter is real hardware, else wasm, else webgl, else cpu. Only webgpu on
 * hardware and wasm can beat one another, so only they are measured; a software WebGPU adapter is never the default.
 * The report says what was considered and why, for the page to show.
 */
import type { BackendName, BackendReason, BackendReport } from '../protocol';
import { type AdapterKind, adapterKind, webglIsSoftware } from './adapter';
import { type ActiveBackend, setBackend } from './load';
import { trial } from './trial';

const ORDER: readonly BackendName[] = ['webgpu', 'wasm', 'webgl', 'cpu'];

/** What choosing needs of the world, so that tests can give it another. */
export interface World {
  /** What WebGPU has to offer. */
  adapter(): Promise<AdapterKind>;
  webglIsSoftware(): boolean;
  start(name: BackendName): Promise<ActiveBackend>;
  measure(): Promise<number>;
}

const realWorld: World = {
  adapter: adapterKind,
  webglIsSoftware,
  start: (name) => setBackend(name),
  measure: trial,
};

interface Verdict {
  milliseconds: number | null;
  reason: BackendReason;
}

class Choice {
  private readonly verdicts = new Map<BackendName, Verdict>();

  /** What WebGPU has to offer, once it has been asked. */
  private adapter: AdapterKind | null = null;

  constructor(private readonly world: World) {}

  /** Looks what is behind WebGPU. It need not be started to know that it is not there. */
  async lookAtWebGpu(): Promise<AdapterKind> {
    this.adapter ??= await this.world.adapter();
    if (this.adapter === 'none') this.note('webgpu', 'unavailable');
    return this.adapter;
  }

  /** Starts a backend, or notes that it failed. */
  async start(name: BackendName): Promise<ActiveBackend | null> {
    try {
      return await this.world.start(name);
    } catch {
      this.note(name, 'failed');
      return null;
    }
  }

  /** Starts and measures. */
  async measure(name: BackendName): Promise<number | null> {
    if (!(await this.start(name))) return null;
    try {
      const milliseconds = await this.world.measure();
      this.note(name, 'slower', milliseconds);
      return milliseconds;
    } catch {
      this.note(name, 'failed');
      return null;
    }
  }

  note(name: BackendName, reason: BackendReason, milliseconds = this.verdicts.get(name)?.milliseconds ?? null): void {
    this.verdicts.set(name, { milliseconds, reason });
  }

  tried(name: BackendName): boolean {
    return this.verdicts.has(name);
  }

  report({ name, threads, simd, withoutThreads }: ActiveBackend, reason: 'chosen' | 'requested'): BackendReport {
    this.note(name, reason);
    const untried = reason === 'requested' ? ('otherRequested' as const) : ('notTried' as const);
    const considered = ORDER.map((backend) => ({
      name: backend,
      ...(this.verdicts.get(backend) ?? { milliseconds: null, reason: untried }),
    }));
    const software =
      (name === 'webgpu' && this.adapter === 'software') || (name === 'webgl' && this.world.webglIsSoftware());
    return { name, threads, simd, withoutThreads, software, considered };
  }
}

/**
 * Chooses a backend and makes it the current one.
 * @param requested overrides the choice; when it does not start, the choice is made as without it.
 * @throws when not even the cpu backend starts.
 */
export async function chooseBackend(requested: BackendName | null, world: World = realWorld): Promise<BackendReport> {
  const choice = new Choice(world);
  if (requested === 'webgpu') await choice.lookAtWebGpu();
  if (requested !== null && !choice.tried(requested)) {
    const active = await choice.start(requested);
    if (active) return choice.report(active, 'requested');
  }
  const adapter = await choice.lookAtWebGpu();
  if (adapter === 'software' && !choice.tried('webgpu')) choice.note('webgpu', 'softwareAdapter');
  const rivals = (['webgpu', 'wasm'] as const).filter((name) => !choice.tried(name));
  if (rivals.length === 2) {
    const times: [BackendName, number][] = [];
    for (const name of rivals) {
      const milliseconds = await choice.measure(name);
      if (milliseconds !== null) times.push([name, milliseconds]);
    }
    times.sort(([, a], [, b]) => a - b);
    for (const [name] of times) {
      const active = await choice.start(name);
      if (active) return choice.report(active, 'chosen');
    }
  }
  for (const name of ORDER) {
    if (choice.tried(name)) continue;
    const active = await choice.start(name);
    if (active) return choice.report(active, 'chosen');
  }
  throw new Error('No backend started.');
}
