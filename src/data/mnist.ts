/**
 * MNIST: 60,000 and 10,000 handwritten digits, 28 × 28 grey values, in the four IDX files their authors published.
 * `scripts/datasets.mjs` puts the files where they are fetched from; both read names, lengths and digests in mnist.json.
 */
import type { DatasetInfo } from '@/core/dataset';
import { DatasetError } from './error';
import { fetchFiles } from './files';
import { parseIdx } from './idx';
import published from './mnist.json';
import type { PublishedSet } from './published';
import { fetchSamples } from './samples';
import { countClasses, type DatasetSource, type LoadContext, type LoadedDataset, type SplitData } from './source';

const SIDE = 28;
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const WHOLE = { train: 60_000, test: 10_000 };
const NONE: SplitData = { inputs: new Uint8Array(0), scale: 1 / 255, targets: new Uint8Array(0) };

/**
 * Images and labels of one split from their two IDX files.
 *
 * @throws DatasetError `notIdx` when a file is of another kind, or the two do not belong together.
 */
function readSplit(images: Uint8Array, imagesFile: string, labels: Uint8Array, labelsFile: string): SplitData {
  const pictures = parseIdx(images, imagesFile, [null, SIDE, SIDE]);
  const digits = parseIdx(labels, labelsFile, [pictures.shape[0]]);
  const wrong = digits.data.find((label) => label >= CLASSES.length);
  if (wrong !== undefined) throw new DatasetError('notIdx', labelsFile, { found: wrong, expected: '0–9' });
  return { inputs: pictures.data, scale: 1 / 255, targets: digits.data };
}

function datasetOf(splits: LoadedDataset['splits']): LoadedDataset {
  const labels = { train: splits.train.targets as Uint8Array, test: splits.test.targets as Uint8Array };
  const info: DatasetInfo = {
    id: 'mnist',
    inputShape: [SIDE, SIDE, 1],
    classes: CLASSES,
    targetSize: CLASSES.length,
    counts: { train: labels.train.length, test: labels.test.length },
    classCounts: {
      train: countClasses(labels.train, CLASSES.length),
      test: countClasses(labels.test, CLASSES.length),
    },
    licence: 'CC BY-SA 3.0, Yann LeCun and Corinna Cortes',
    citation:
      'Y. LeCun, L. Bottou, Y. Bengio, P. Haffner: Gradient-based learning applied to document recognition. ' +
      'Proceedings of the IEEE 86(11), 2278–2324, 1998.',
  };
  return { info, splits };
}

/**
 * A set of MNIST's form from the bytes of its files.
 *
 * @param bytes Training images, training labels, test images, test labels.
 * @param names What to call them in an error.
 * @throws DatasetError `notIdx` or `fileTruncated`.
 */
function readSet(bytes: readonly Uint8Array[], names: readonly string[]): LoadedDataset {
  return datasetOf({
    train: readSplit(bytes[0], names[0], bytes[1], names[1]),
    test: readSplit(bytes[2], names[2], bytes[3], names[3]),
  });
}

/**
 * Loads a set of MNIST's form: from files kept here, from the page's server, or only the samples that come with it.
 *
 * @throws DatasetError
 */
export async function loadMnist(
  set: PublishedSet,
  { base, onProgress, keeper }: Pick<LoadContext, 'base' | 'onProgress'> & { keeper?: LoadContext['keeper'] },
): Promise<LoadedDataset> {
  const folder = new URL(`${set.folder}/`, base).href;
  const bytes = await fetchFiles(folder, set.files, onProgress, async (file) => keeper?.read(file) ?? null);
  const names = (files: typeof set.files) => files.map((file) => file.name);
  if (bytes) return readSet(bytes, names(set.files));
  const { files } = set.samples;
  const [images, labels] = await fetchSamples(new URL(`${set.samples.folder}/`, base).href, files, set.files[0].name);
  const { info, splits } = datasetOf({ train: NONE, test: readSplit(images, files[0].name, labels, files[1].name) });
  return { info: { ...info, samplesOnly: { whole: WHOLE } }, splits };
}

export const mnist: DatasetSource = {
  id: 'mnist',
  load: (context) => loadMnist(published, context),
  published: {
    set: published,
    read: (files) =>
      readSet(
        files,
        published.files.map((file) => file.name),
      ),
  },
};
