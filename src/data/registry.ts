/**
 * The data sets there are. Adding one is a file that exports a DatasetSource, and a line here.
 */
import { DatasetError } from './error';
import { mnist } from './mnist';
import type { DatasetSource } from './source';
import { tables } from './tables';

const SOURCES: readonly DatasetSource[] = [...tables, mnist];

/** @throws DatasetError `unknownDataset` when there is none of this name. */
export function datasetSource(id: string): DatasetSource {
  const source = SOURCES.find((candidate) => candidate.id === id);
  if (!source) throw new DatasetError('unknownDataset', id);
  return source;
}
