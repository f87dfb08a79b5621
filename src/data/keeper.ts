/**
 * Where downloaded files are kept, whole or in part: one file a digest in the browser's private file system, written as
 * the bytes come in, so that a download goes on where it stopped even after a crash. Where there is no such file system,
 * or it is full or refused, a file is kept in memory instead, until the tab closes; everything else stays the same.
 */
import { DatasetError } from './error';
import type { PublishedFile } from './published';
import { sha256 } from './sha256';

const FOLDER = 'datasets';
/** Bytes after which the system is asked to write them down. */
const FLUSH_BYTES = 4 << 20;

/** A file being filled. Whoever opens it closes it. */
export interface KeptFile {
  /** Bytes there are, from the first on without gaps. */
  readonly length: number;
  /** False when it is in memory only. */
  readonly lasting: boolean;
  /** Adds bytes at the end. @throws RangeError beyond the published length. */
  append(bytes: Uint8Array): void;
  clear(): void;
  read(): Uint8Array<ArrayBuffer>;
  close(): void;
}

/** Which version of a file a server had: its ETag, and where that was. */
export interface Mark {
  folder: string;
  etag: string;
}

const markName = (file: PublishedFile) => `${file.sha256}.mark`;

class MemoryFile implements KeptFile {
  readonly lasting = false;
  length = 0;
  private readonly bytes: Uint8Array<ArrayBuffer>;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
  }

  append(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  clear(): void {
    this.length = 0;
  }

  read(): Uint8Array<ArrayBuffer> {
    return this.bytes.slice(0, this.length);
  }

  close(): void {
    // Nothing is held.
  }
}

/** On disk; once the disk refuses, what there is moves to memory and the rest goes there too. */
class DiskFile implements KeptFile {
  length: number;
  private memory: MemoryFile | null = null;
  private unflushed = 0;

  constructor(
    private readonly access: FileSystemSyncAccessHandle,
    private readonly size: number,
    private readonly onRefused: (memory: MemoryFile) => void,
  ) {
    this.length = access.getSize();
    // Longer than it can be: not what was written here.
    if (this.length > size) this.clear();
  }

  get lasting(): boolean {
    return this.memory === null;
  }

  append(bytes: Uint8Array): void {
    if (this.length + bytes.length > this.size) throw new RangeError('longer than it should be');
    if (this.memory === null && !this.write(bytes)) this.moveToMemory();
    this.memory?.append(bytes);
    this.length += bytes.length;
  }

  private write(bytes: Uint8Array): boolean {
    try {
      // A refusal is an exception, a short write or, in Chromium's private windows, an error number as a huge count.
      if (this.access.write(bytes, { at: this.length }) !== bytes.length) return false;
      this.unflushed += bytes.length;
      if (this.unflushed >= FLUSH_BYTES) {
        this.access.flush();
        this.unflushed = 0;
      }
      return true;
    } catch {
      return false;
    }
  }

  private moveToMemory(): void {
    const memory = new MemoryFile(this.size);
    memory.append(this.readDisk());
    try {
      this.access.truncate(0);
    } catch {
      // Then its remains stay; the digest will tell.
    }
    this.memory = memory;
    this.onRefused(memory);
  }

  clear(): void {
    this.memory?.clear();
    if (this.memory === null) this.access.truncate(0);
    this.length = 0;
  }

  private readDisk(): Uint8Array<ArrayBuffer> {
    const bytes = new Uint8Array(this.length);
    this.access.read(bytes, { at: 0 });
    return bytes;
  }

  read(): Uint8Array<ArrayBuffer> {
    return this.memory?.read() ?? this.readDisk();
  }

  close(): void {
    try {
      this.access.flush();
    } catch {
      // A full disk: what could not be written is fetched again.
    }
    this.access.close();
  }
}

/** The folder in the private file system, or null where there is none or it is refused. */
async function openFolder(): Promise<FileSystemDirectoryHandle | null> {
  try {
    const root = await navigator.storage.getDirectory();
    return await root.getDirectoryHandle(FOLDER, { create: true });
  } catch {
    return null;
  }
}

export class Keeper {
  private readonly memory = new Map<string, MemoryFile>();
  private readonly marks = new Map<string, Mark>();

  constructor(private readonly folder: Promise<FileSystemDirectoryHandle | null> = openFolder()) {}

  private async fileHandle(name: string, create: boolean): Promise<FileSystemFileHandle | null> {
    try {
      return (await (await this.folder)?.getFileHandle(name, { create })) ?? null;
    } catch {
      return null;
    }
  }

  /** Bytes there are of a file. */
  async length(file: PublishedFile): Promise<number> {
    const inMemory = this.memory.get(file.sha256);
    if (inMemory) return inMemory.length;
    const size = await (await this.fileHandle(file.sha256, false))?.getFile().then(
      (found) => found.size,
      () => 0,
    );
    return size !== undefined && size <= file.bytes ? size : 0;
  }

  /** A whole file, if it is here and right. */
  async read(file: PublishedFile): Promise<Uint8Array<ArrayBuffer> | null> {
    if ((await this.length(file)) < file.bytes) return null;
    try {
      const found = await (await this.fileHandle(file.sha256, false))?.getFile();
      const bytes =
        this.memory.get(file.sha256)?.read() ?? new Uint8Array((await found?.arrayBuffer()) ?? new ArrayBuffer(0));
      if ((await sha256(bytes)) === file.sha256) return bytes;
      await this.remove(file);
    } catch {
      // Storage that fails is storage that is not there.
    }
    return null;
  }

  /**
   * Opens a file to go on filling it.
   *
   * @throws DatasetError `busyElsewhere` while another tab has it open.
   */
  async open(file: PublishedFile): Promise<KeptFile> {
    const inMemory = this.memory.get(file.sha256);
    if (inMemory) return inMemory;
    const toMemory = (memory = new MemoryFile(file.bytes)) => {
      this.memory.set(file.sha256, memory);
      return memory;
    };
    const handle = await this.fileHandle(file.sha256, true);
    if (handle === null || !('createSyncAccessHandle' in handle)) return toMemory();
    try {
      return new DiskFile(await handle.createSyncAccessHandle(), file.bytes, toMemory);
    } catch (error) {
      if (error instanceof DOMException && error.name === 'NoModificationAllowedError') {
        throw new DatasetError('busyElsewhere', file.name);
      }
      return toMemory();
    }
  }

  /** Lets go of what is in memory only. */
  release(): void {
    this.memory.clear();
  }

  async remove(file: PublishedFile): Promise<void> {
    this.memory.delete(file.sha256);
    this.marks.delete(file.sha256);
    const folder = await this.folder;
    for (const name of [file.sha256, markName(file)]) await folder?.removeEntry(name).catch(() => undefined);
  }

  /** What the server said the kept part is a part of. */
  async mark(file: PublishedFile): Promise<Mark | null> {
    const known = this.marks.get(file.sha256);
    if (known) return known;
    try {
      const text = await (await (await this.fileHandle(markName(file), false))?.getFile())?.text();
      const { folder, etag } = JSON.parse(text ?? '{}') as Partial<Mark>;
      return typeof folder === 'string' && typeof etag === 'string' ? { folder, etag } : null;
    } catch {
      return null;
    }
  }

  async setMark(file: PublishedFile, mark: Mark): Promise<void> {
    this.marks.set(file.sha256, mark);
    try {
      const access = await (await this.fileHandle(markName(file), true))?.createSyncAccessHandle();
      const bytes = new TextEncoder().encode(JSON.stringify(mark));
      access?.truncate(0);
      access?.write(bytes, { at: 0 });
      access?.close();
    } catch {
      // Then the digest alone will tell whether the parts belong together.
    }
  }
}
