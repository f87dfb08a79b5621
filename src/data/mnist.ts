/**
 * MNIST: 60,000 and 10,000 handwritten digits, 28 × 28 grey values, in the four IDX files their authors published.
 * `scripts/datasets.mjs` puts the files where they are fetched from; both read names, lengths and digests in mnist.json.
 */
import type { DatasetInfo } from '@/core/dataset';
import { DatasetError } from './error';
import { fetchFiles, type PublishedFile } from './files';
import { parseIdx } from './idx';
import published from './mnist.json';
import { countClasses, type DatasetSource, type LoadedDataset, type SplitData } from './source';

const SIDE = 28;
const CLASSES = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];

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

/**
 * Loads a set of MNIST's form.
 *
 * @param folder Address of the folder with the files, ending in a slash.
 * @param files Training images, training labels, test images, test labels.
 */
export async function loadMnist(
  folder: string,
  files: readonly PublishedFile[],
  onProgress: (loaded: number, total: number) => void,
): Promise<LoadedDataset> {
  const bytes = await fetchFiles(folder, files, onProgress);
  const splits = {
    train: readSplit(bytes[0], files[0].name, bytes[1], files[1].name),
    test: readSplit(bytes[2], files[2].name, bytes[3], files[3].name),
  };
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

export const mnist: DatasetSource = {
  id: 'mnist',
  load: ({ base, onProgress }) => loadMnist(new URL(`${published.folder}/`, base).href, published.files, onProgress),
};
