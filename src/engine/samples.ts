/**
 * The samples a run trains on, as the data worker sent them: shards of bytes, which stay bytes. A batch is gathered
 * from them into one array of float32, preprocessed as the run wants it, with classes as one-hot vectors.
 */
import type { DataMessage, DatasetInfo, Shard, Split } from '@/core/dataset';
import { sizeOf } from '@/core/graph/shape';
import { type TargetForm, writeTargets } from '@/core/losses/targets';
import { applyPreprocessing, type Fitted, isPointwise } from '@/core/preprocessing';
import { writeOneHot } from '@/core/preprocessing/oneHot';

/** Shards of one split by position, and where each sample lies. */
class SplitStore {
  private readonly shards: Shard[] = [];
  private firsts = new Uint32Array(0);
  count = 0;

  add(shard: Shard): void {
    this.shards.push(shard);
    this.shards.sort((a, b) => a.first - b.first);
    this.firsts = Uint32Array.from(this.shards, ({ first }) => first);
    this.count += shard.count;
  }

  /** The shard that holds a sample. @throws RangeError */
  shardOf(index: number): Shard {
    let low = 0;
    let high = this.firsts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.firsts[middle] <= index) low = middle;
      else high = middle - 1;
    }
    const shard = this.shards[low];
    if (!shard || index < shard.first || index >= shard.first + shard.count) {
      throw new RangeError(`There is no sample ${index}.`);
    }
    return shard;
  }
}

const BYTES = 256;

/** What each byte becomes: scaled, and preprocessed by what treats all numbers alike. */
function byteTable(scale: number, fitted: Fitted | null): Float32Array {
  const features = fitted?.features ?? BYTES;
  const values = new Float32Array(Math.ceil(BYTES / features) * features);
  for (let byte = 0; byte < BYTES; byte++) values[byte] = byte * scale;
  return fitted ? applyPreprocessing(fitted, values, values) : values;
}

export class SampleStore {
  info: DatasetInfo | null = null;
  private splits: Record<Split, SplitStore> = { train: new SplitStore(), test: new SplitStore() };
  private fitted: Fitted | null = null;
  /** By scale; null where a number's place matters, too. */
  private tables: Map<number, Float32Array> | null = new Map();
  private settle: () => void = () => undefined;
  /** Settles once everything has arrived. */
  readonly complete = new Promise<void>((resolve) => {
    this.settle = resolve;
  });

  /** Takes what the data worker sends. Returns true at the end. */
  receive(message: DataMessage): boolean {
    if (message.type === 'info') this.info = message.info;
    else if (message.type === 'shard') this.splits[message.shard.split].add(message.shard);
    else this.settle();
    return message.type === 'end';
  }

  /** The same samples, gathered as a network gets them; null: as they are. */
  prepared(fitted: Fitted | null): SampleStore {
    const view = new SampleStore();
    view.info = this.info;
    view.splits = this.splits;
    view.fitted = fitted;
    if (fitted && !isPointwise(fitted)) view.tables = null;
    view.settle();
    return view;
  }

  get loaded(): number {
    return this.splits.train.count + this.splits.test.count;
  }

  get total(): number {
    return this.info ? this.info.counts.train + this.info.counts.test : 0;
  }

  count(split: Split): number {
    return this.splits[split].count;
  }

  get inputSize(): number {
    return sizeOf(this.info!.inputShape);
  }

  get targetSize(): number {
    return this.info!.targetSize;
  }

  /**
   * Writes samples one after another into `inputs` (scaled, and preprocessed where that was asked for) and `targets`.
   * @param indices positions within the split.
   * @param form how the loss wants its targets.
   * @throws RangeError for a position that does not exist.
   */
  gather(
    split: Split,
    indices: ArrayLike<number>,
    inputs: Float32Array,
    targets: Float32Array,
    form: TargetForm = 'vector',
  ): void {
    const { inputSize, targetSize } = this;
    const store = this.splits[split];
    const vectors = form === 'vector' ? targets : new Float32Array(indices.length * targetSize);
    for (let row = 0; row < indices.length; row++) {
      const index = indices[row];
      const shard = store.shardOf(index);
      const from = (index - shard.first) * inputSize;
      const to = row * inputSize;
      const { inputs: source } = shard;
      const table = this.tableFor(shard);
      if (table) for (let i = 0; i < inputSize; i++) inputs[to + i] = table[source[from + i]];
      else this.gatherRow(shard, from, inputs.subarray(to, to + inputSize));
      writeTarget(shard, index - shard.first, vectors, row * targetSize, targetSize);
    }
    if (vectors !== targets) writeTargets(form, vectors, targetSize, targets);
  }

  /** Bytes are looked up where that is all there is to do, so that preprocessing costs training nothing. */
  private tableFor({ inputs, scale }: Shard): Float32Array | null {
    if (this.tables === null || inputs instanceof Float32Array) return null;
    let table = this.tables.get(scale);
    if (!table) {
      table = byteTable(scale, this.fitted);
      this.tables.set(scale, table);
    }
    return table;
  }

  private gatherRow({ inputs: source, scale }: Shard, from: number, out: Float32Array): void {
    for (let i = 0; i < out.length; i++) out[i] = source[from + i] * scale;
    if (this.fitted) applyPreprocessing(this.fitted, out, out);
  }
}

function writeTarget({ targets: source }: Shard, sample: number, out: Float32Array, to: number, size: number): void {
  if (source instanceof Float32Array) out.set(source.subarray(sample * size, (sample + 1) * size), to);
  else if (size === 1) out[to] = source[sample];
  else writeOneHot(out, to, source[sample], size);
}
