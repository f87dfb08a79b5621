/** The data set that is open: read once, and read again when its worker has died. Tells the store how far it is. */
import type { DatasetHandle, Samples } from '@/data/client';
import type { Links } from './runLinks';
import { emptyDataset, useRun } from './runStore';

export class DatasetSession {
  private open: { id: string; handle: DatasetHandle } | null = null;

  constructor(private readonly links: Pick<Links, 'openDataset'>) {}

  get isOpen(): boolean {
    return this.open !== null;
  }

  /** A port that the samples come over, for the engine. */
  connect(): MessagePort {
    if (!this.open) throw new Error('no data set is open');
    return this.open.handle.connect();
  }

  /** Opens a data set, unless it is open. */
  async use(id: string): Promise<DatasetHandle> {
    if (this.open?.id !== id) {
      this.close();
      useRun.setState({ dataset: emptyDataset });
      const onProgress = (loaded: number, total: number) =>
        useRun.setState(({ dataset }) => ({ dataset: { ...dataset, loaded, total } }));
      this.open = { id, handle: await this.links.openDataset(id, onProgress) };
    }
    const { handle } = this.open;
    useRun.setState(({ dataset }) => ({ dataset: { ...dataset, info: handle.info, error: null } }));
    return handle;
  }

  async samples(...wanted: Parameters<DatasetHandle['samples']>): Promise<Samples> {
    const { open } = this;
    if (!open) throw new Error('no data set is open');
    try {
      return await open.handle.samples(...wanted);
    } catch (error) {
      // The data worker has died: its set is read again, once. The engine has a copy of its own and trains on.
      if (error instanceof RangeError || this.open !== open) throw error;
      this.open = null;
      return (await this.use(open.id)).samples(...wanted);
    }
  }

  close(): void {
    this.open?.handle.close();
    this.open = null;
  }
}
