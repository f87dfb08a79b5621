/** The data set that is open: read once, and read again when its worker has died. Tells the store how far it is. */
import type { DatasetHandle, Samples } from '@/data/client';
import { offerDownload } from './download';
import type { Links } from './runLinks';
import { emptyDataset, notify, useRun } from './runStore';

export class DatasetSession {
  private open: { id: string; handle: DatasetHandle } | null = null;

  /** `onArrived` is called when the whole set has taken the place of its samples. */
  constructor(
    private readonly links: Pick<Links, 'openDataset'>,
    private readonly onArrived: () => void,
  ) {}

  get isOpen(): boolean {
    return this.open !== null;
  }

  /** Tells apart what `connect` gives: the samples of a set, and later all of it. */
  get version(): string {
    return this.open ? `${this.open.id}${this.open.handle.info.samplesOnly ? '/samples' : ''}` : '';
  }

  /** A port that the samples come over, for the engine. */
  connect = (): MessagePort => {
    if (!this.open) throw new Error('no data set is open');
    return this.open.handle.connect();
  };

  /** Opens a data set, unless it is open. */
  async use(id: string): Promise<DatasetHandle> {
    if (this.open?.id !== id) {
      this.close();
      useRun.setState({ dataset: emptyDataset });
      const onProgress = (loaded: number, total: number) =>
        useRun.setState(({ dataset }) => ({ dataset: { ...dataset, loaded, total } }));
      const opened = await this.links.openDataset(id, onProgress);
      this.open = { id, handle: opened };
      offerDownload(opened.obtain, () => {
        this.tell(opened);
        const { train, test } = opened.info.counts;
        notify('info', opened.info.unpublished ? 'dataGiven' : 'dataArrived', { train, test });
        this.onArrived();
      });
    }
    const { handle } = this.open;
    this.tell(handle);
    return handle;
  }

  private tell({ info }: DatasetHandle): void {
    useRun.setState(({ dataset }) => ({ dataset: { ...dataset, info, error: null } }));
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
    offerDownload(undefined);
  }
}
