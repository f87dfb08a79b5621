/**
 * Getting a whole data set that the page's own server does not have: a download from a chosen address, which can be
 * paused, given up, and gone on with after a reload or once the connection is back; or files given by hand. Nothing is
 * fetched before `download` is called. Every published file is checked by its SHA-256 before it is used.
 */
import { DatasetError, type DatasetProblem } from './error';
import { openGiven, sortGiven } from './given';
import type { Keeper, KeptFile } from './keeper';
import { type PublishedFile, type PublishedSet, totalBytes } from './published';
import { fetchRest } from './resume';
import { sha256 } from './sha256';

export interface DownloadReport {
  /**
   * `idle`: nothing is here yet; `paused`: a part is; `waiting`: the connection broke, it goes on by itself; `checking`:
   * all is here and being verified; `failed`: `problem` says why, what had come is kept.
   */
  phase: 'idle' | 'running' | 'waiting' | 'checking' | 'paused' | 'failed';
  /** Bytes here and in all. */
  loaded: number;
  total: number;
  /** Over the last seconds; null while not downloading. */
  bytesPerSecond: number | null;
  problem: DatasetProblem | null;
  /** False when the browser's storage is full or refused: then what comes is kept only until the tab closes. */
  lasting: boolean;
}

export interface ObtainEvents {
  report(report: DownloadReport): void;
  /**
   * The whole set, in the order of its files.
   * @param unpublished Some of them are not the published ones.
   * @throws DatasetError when the files do not belong together; it is then reported.
   */
  arrived(files: Uint8Array<ArrayBuffer>[], unpublished: boolean): Promise<void>;
}

/** Files on their way at once. */
const PARALLEL = 2;
/** Attempts in a row that bring nothing: after some bytes have come in this session, and before. */
const PATIENCE = { proven: 6, unproven: 2 };
const REPORT_MS = 100;
const SPEED_MS = 3000;

/** 1, 2, 4, 8 … seconds. */
const usualDelay = (failures: number) => 1000 * 2 ** (failures - 1);

/** Trouble that passes: no answer, a broken connection, a server that is busy. */
function mayPass({ code, params }: DatasetError): boolean {
  const status = Number(params.status);
  if (code === 'network') return status === 0 || status === 408 || status === 429 || status >= 500;
  return code === 'fileTruncated';
}

export class Obtainer {
  private phase: DownloadReport['phase'] = 'idle';
  private problem: DatasetProblem | null = null;
  private lasting = true;
  private readonly counts = new Map<PublishedFile, number>();
  private abort = new AbortController();
  private running: Promise<void> = Promise.resolve();
  /** Whether this session has had bytes from the address in use. */
  private proven = false;
  private lastReport = 0;
  private pace: { at: number; loaded: number }[] = [];

  constructor(
    private readonly set: PublishedSet,
    private readonly keeper: Keeper,
    private readonly events: ObtainEvents,
    private readonly delay: (failures: number) => number = usualDelay,
  ) {}

  /** Looks at what is here from before. @returns the first report. */
  async begin(): Promise<DownloadReport> {
    await this.count();
    return this.report;
  }

  get report(): DownloadReport {
    const { phase, problem, lasting } = this;
    return {
      phase,
      loaded: this.loaded,
      total: totalBytes(this.set.files),
      bytesPerSecond: phase === 'running' ? this.speed() : null,
      problem,
      lasting,
    };
  }

  /** Downloads what is missing from a folder, its address ending in a slash. */
  download(folder: string): void {
    this.next(async (signal) => {
      this.proven = false;
      this.pace = [];
      this.become('running');
      const bytes = await this.obtainAll(folder, signal);
      this.become('checking');
      await this.events.arrived(bytes, false);
    });
  }

  /** Uses files from the person's own disk, packed with gzip or not. */
  give(files: readonly File[]): void {
    this.next(async () => {
      this.become('checking');
      const opened = [];
      for (const file of files) opened.push(await openGiven(file));
      const { published, others } = sortGiven(opened, this.set.files);
      for (const [file, bytes] of published) await this.keep(file, bytes);
      const whole: Uint8Array<ArrayBuffer>[] = [];
      const missing: string[] = [];
      for (const file of this.set.files) {
        const bytes = others.get(file) ?? published.get(file) ?? (await this.keeper.read(file));
        if (bytes) whole.push(bytes);
        else missing.push(file.name);
      }
      await this.count();
      if (missing.length > 0) throw new DatasetError('filesMissing', this.set.package, { names: missing.join(', ') });
      await this.events.arrived(whole, others.size > 0);
    });
  }

  pause(): void {
    this.next(async () => this.rest());
  }

  /** Gives the download up and deletes what had come. */
  discard(): void {
    this.next(async () => {
      for (const file of this.set.files) await this.keeper.remove(file);
      this.lasting = true;
      await this.count();
    });
  }

  /** Ends what is going on, and begins something else when it has ended. */
  private next(body: (signal: AbortSignal) => Promise<void>): void {
    this.abort.abort();
    const abort = new AbortController();
    this.abort = abort;
    this.running = this.running.then(async () => {
      if (abort.signal.aborted) return;
      this.problem = null;
      try {
        await body(abort.signal);
      } catch (error) {
        if (abort.signal.aborted) return;
        this.problem = DatasetError.problemOf(error, this.set.package);
        this.become('failed');
      }
    });
  }

  /** Counts what is here, and rests. */
  private async count(): Promise<void> {
    for (const file of this.set.files) this.counts.set(file, await this.keeper.length(file));
    this.rest();
  }

  private rest(): void {
    this.become(this.loaded > 0 ? 'paused' : 'idle');
  }

  private async keep(file: PublishedFile, bytes: Uint8Array): Promise<void> {
    const kept = await this.keeper.open(file);
    try {
      kept.clear();
      kept.append(bytes);
      this.lasting &&= kept.lasting;
    } finally {
      kept.close();
    }
  }

  /** All files, a few at a time. When one fails the others are given up, and all are closed before that is told. */
  private async obtainAll(folder: string, outer: AbortSignal): Promise<Uint8Array<ArrayBuffer>[]> {
    const abort = new AbortController();
    outer.addEventListener('abort', () => abort.abort());
    const { files } = this.set;
    const bytes: Uint8Array<ArrayBuffer>[] = [];
    const failures: unknown[] = [];
    let next = 0;
    const work = async () => {
      while (next < files.length && !abort.signal.aborted) {
        const index = next++;
        try {
          bytes[index] = await this.obtain(files[index], folder, abort.signal);
        } catch (error) {
          failures.push(error);
          abort.abort();
        }
      }
    };
    await Promise.all(Array.from({ length: PARALLEL }, work));
    if (failures.length > 0) throw failures[0];
    return bytes;
  }

  /** One file, whole and verified. */
  private async obtain(file: PublishedFile, folder: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const kept = await this.keeper.open(file);
    try {
      for (let resumed = kept.length > 0; ; resumed = false) {
        await this.fill(file, kept, folder, signal);
        const bytes = kept.read();
        if ((await sha256(bytes)) === file.sha256) return bytes;
        kept.clear();
        this.progress(file, kept);
        // Parts from different times may not belong together; a file fetched in one go is simply another file.
        if (!resumed) throw new DatasetError('wrongDigest', file.name);
      }
    } finally {
      kept.close();
    }
  }

  private async fill(file: PublishedFile, kept: KeptFile, folder: string, signal: AbortSignal): Promise<void> {
    let failures = 0;
    let ranged = true;
    while (kept.length < file.bytes) {
      const before = kept.length;
      try {
        await fetchRest({
          ...{ file, kept, folder, ranged, signal, mark: await this.keeper.mark(file) },
          onMark: (mark) => void this.keeper.setMark(file, mark),
          onBytes: () => {
            this.proven = true;
            this.progress(file, kept);
          },
        });
      } catch (error) {
        this.progress(file, kept);
        if (signal.aborted || !(error instanceof DatasetError) || !mayPass(error)) throw error;
        failures = kept.length > before ? 1 : failures + 1;
        if (failures >= (this.proven ? PATIENCE.proven : PATIENCE.unproven)) throw error;
        // Without an answer at all it may have been the range that was refused.
        if (before > 0 && kept.length === before && Number(error.params.status) === 0) ranged = !ranged;
        this.become('waiting');
        await connection(this.delay(failures), this.proven, signal);
        if (signal.aborted) throw error;
        this.become('running');
      }
    }
  }

  private progress(file: PublishedFile, kept: KeptFile): void {
    this.counts.set(file, kept.length);
    this.lasting &&= kept.lasting;
    if (this.abort.signal.aborted) return;
    const now = performance.now();
    if (this.phase === 'waiting') this.become('running');
    else if (now - this.lastReport >= REPORT_MS) this.tell();
  }

  private get loaded(): number {
    return [...this.counts.values()].reduce((sum, count) => sum + count, 0);
  }

  private speed(): number | null {
    const now = performance.now();
    this.pace.push({ at: now, loaded: this.loaded });
    while (this.pace.length > 2 && now - this.pace[0].at > SPEED_MS) this.pace.shift();
    const [first] = this.pace;
    const seconds = (now - first.at) / 1000;
    return seconds > 0.5 ? Math.max(0, this.loaded - first.loaded) / seconds : null;
  }

  private become(phase: DownloadReport['phase']): void {
    this.phase = phase;
    this.tell();
  }

  private tell(): void {
    this.lastReport = performance.now();
    this.events.report(this.report);
  }
}

/** Waits so long, or shorter when the connection comes back; while the browser says there is none, until it does. */
function connection(milliseconds: number, wasThere: boolean, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const offline = wasThere && globalThis.navigator?.onLine === false;
    const timer = offline ? undefined : setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', done);
      signal.removeEventListener('abort', done);
      resolve();
    }
    globalThis.addEventListener?.('online', done);
    signal.addEventListener('abort', done);
  });
}
