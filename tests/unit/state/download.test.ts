/** A run whose data set is not here yet: what works, what asks for the download, and what happens when the data arrive. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { DatasetInfo } from '@/core/dataset';
import type { DownloadOffer, Obtain } from '@/data/client';
import { downloadActions, folderOf, showsDownload, useDownload } from '@/state/download';
import type { RunController } from '@/state/runController';
import { restingStatus } from '@/state/runStatus';
import { useRun } from '@/state/runStore';
import { closePage, FakeLinks, info, openXor, settle } from './fakes';

const report = { phase: 'idle', loaded: 0, total: 100, bytesPerSecond: null, problem: null, lasting: true } as const;
const offer: DownloadOffer = { package: 'xor 1', folders: ['https://a/'], files: [{ name: 'x', bytes: 100 }], report };

/** Links whose data set is samples at first. */
class SampleLinks extends FakeLinks {
  followers: Parameters<Obtain['follow']>[0][] = [];
  asked: string[] = [];
  connected = 0;
  info: DatasetInfo = { ...info, counts: { train: 0, test: 4 }, samplesOnly: { whole: { train: 4, test: 4 } } };

  override openDataset: FakeLinks['openDataset'] = async () => {
    const links = this;
    const obtain: Obtain = {
      offer,
      download: (folder) => this.asked.push(`download ${folder}`),
      pause: () => this.asked.push('pause'),
      discard: () => this.asked.push('discard'),
      give: (files) => this.asked.push(`give ${files.length}`),
      follow: (listener) => this.followers.push(listener),
    };
    return {
      get info() {
        return links.info;
      },
      obtain,
      connect: () => {
        this.connected++;
        return new MessageChannel().port2;
      },
      samples: async () => ({ inputs: new Float32Array(2), labels: null, targets: new Float32Array(1) }),
      close: () => undefined,
    };
  };

  arrive(): void {
    this.info = info;
    for (const { arrived } of this.followers) arrived(info);
  }
}

let links: SampleLinks;
let run: RunController;
const state = () => useRun.getState();

beforeEach(async () => {
  ({ links, run } = await openXor(new SampleLinks()));
});
afterEach(() => closePage(run));

describe('a run with samples only', () => {
  it('is built all the same, and offers the rest', () => {
    expect(state().status).toBe('ready');
    expect(links.engineNow.of('build')).toHaveLength(1);
    expect(useDownload.getState()).toMatchObject({ offer, report });
  });

  it('does not train, but says that it cannot yet', async () => {
    run.play();
    run.oneBatch();
    run.oneEpoch();
    await settle();
    expect(links.engineNow.of('play')).toEqual([]);
    expect(links.engineNow.of('playEpoch')).toEqual([]);
    expect(useDownload.getState().asked).toBe(3);
    expect(state().notices.map(({ code }) => code)).toEqual(['downloadFirst']);
    expect(state().status).toBe('ready');
  });

  it('says where the download is offered only while that is not on screen', () => {
    run.play();
    const leave = showsDownload();
    expect(state().notices).toEqual([]);
    run.play();
    expect(state().notices).toEqual([]);
    leave();
    run.play();
    expect(state().notices).toHaveLength(1);
  });

  it('passes on what a person decides, remembers the address, and shows how it goes', () => {
    downloadActions.download('https://a/');
    downloadActions.pause();
    downloadActions.discard();
    downloadActions.give([new File([], 'x')]);
    expect(links.asked).toEqual(['download https://a/', 'pause', 'discard', 'give 1']);
    expect(downloadActions.lastFolder()).toBe('https://a/');
    links.followers[0].report({ ...report, phase: 'running', loaded: 40 });
    expect(useDownload.getState().report).toMatchObject({ phase: 'running', loaded: 40 });
  });

  it('goes on with the whole set once it has come', async () => {
    expect(links.connected).toBe(1);
    links.arrive();
    await settle();
    expect(useDownload.getState().offer).toBeNull();
    expect(state().dataset.info?.samplesOnly).toBeUndefined();
    expect(links.connected).toBe(2);
    expect(links.engineNow.of('build')).toHaveLength(2);
    run.play();
    expect(links.engineNow.last).toMatchObject({ type: 'play', batches: null });
  });

  it('keeps the weights it has when the set comes', async () => {
    links.engineNow.step = 1;
    useRun.setState({ progress: { ...links.engineNow.progress(false), step: 1 } });
    links.arrive();
    await settle();
    expect(links.engineNow.of('build')[1].checkpoint?.step).toBe(1);
  });

  it('withdraws the offer when another data set is opened', () => {
    run.dispose();
    expect(useDownload.getState().offer).toBeNull();
  });
});

it('a kept run without its data is paused, not finished', () => {
  const progress = { ...links.engineNow.progress(false), step: 7, totalSteps: 0 };
  expect(restingStatus(progress)).toBe('paused');
});

describe('folderOf', () => {
  it.each([
    ['https://a.example/mnist', 'https://a.example/mnist/'],
    ['  https://a.example/mnist/?x=1#y ', 'https://a.example/mnist/'],
    ['http://localhost:8000', 'http://localhost:8000/'],
    ['http://127.0.0.1/data/', 'http://127.0.0.1/data/'],
    ['http://a.example/', 'insecure'],
    ['ftp://a.example/', 'bad'],
    ['javascript:alert(1)', 'bad'],
    ['mnist', 'bad'],
    ['', 'bad'],
  ])('%s', (text, folder) => {
    expect(folderOf(text, 'https:')).toBe(folder);
  });

  it('allows insecure addresses on an insecure page', () => {
    expect(folderOf('http://a.example/', 'http:')).toBe('http://a.example/');
  });
});
