/**
 * What can go wrong with a data set, as a code, the file and the numbers that tell it; the page words them. A plain
 * object crosses from worker to page (`DatasetProblem`), an Error is thrown on either side.
 */

export type DatasetErrorCode =
  /** The server has no such file (it may answer with a page instead). */
  | 'fileMissing'
  /** Fewer bytes than the file has. params: loaded, expected. */
  | 'fileTruncated'
  /** Not the file that was published: another length or another SHA-256. params: none. */
  | 'wrongDigest'
  /** Not an IDX file, or not with these dimensions. params: found, expected. */
  | 'notIdx'
  /** The request failed on its way. params: status (0 when there was no answer). */
  | 'network'
  /** Not an address of the web; `file` is what was given. */
  | 'badAddress'
  /** An http address, which a page served over https may not fetch from. */
  | 'insecureAddress'
  /** Another tab is downloading the same file. */
  | 'busyElsewhere'
  /** Files given by hand are right, but others are needed too. params: names. */
  | 'filesMissing'
  /** No data set of this name is registered; `file` is the name. */
  | 'unknownDataset'
  /** The data worker could not be started or stopped unexpectedly. */
  | 'workerFailed'
  /** The data set was closed before the answer came. */
  | 'closed';

export interface DatasetProblem {
  code: DatasetErrorCode;
  /** The file concerned, as it is named in `datasets/`. */
  file: string;
  params: Record<string, string | number>;
}

export class DatasetError extends Error implements DatasetProblem {
  override readonly name = 'DatasetError';

  constructor(
    readonly code: DatasetErrorCode,
    readonly file: string,
    readonly params: Record<string, string | number> = {},
  ) {
    super(`${code}: ${file}`);
  }

  /** The part that can be sent to another thread. */
  toProblem(): DatasetProblem {
    return { code: this.code, file: this.file, params: this.params };
  }

  /** Any thrown value as a problem; what is not a DatasetError becomes `workerFailed` with its message. */
  static problemOf(error: unknown, file: string): DatasetProblem {
    if (error instanceof DatasetError) return error.toProblem();
    const message = error instanceof Error ? error.message : String(error);
    return { code: 'workerFailed', file, params: { message } };
  }
}
