/**
 * Getting the whole of a data set of which only samples are here: what is offered, how the download goes, and what a
 * person can do about it. Nothing is fetched from elsewhere before `download` is called.
 */
import { create } from 'zustand';
import type { DownloadOffer, DownloadReport, Obtain } from '@/data/client';
import { dismissCode, notify, useRun } from './runStore';
import { readStored, writeStored } from './storage';

export type { DownloadOffer, DownloadReport } from '@/data/client';

const FOLDER_KEY = 'downloadFrom/1';

export interface DownloadState {
  /** Null while the whole set is here. */
  offer: DownloadOffer | null;
  report: DownloadReport | null;
  /** Counts how often something was asked for that needs the whole set. */
  asked: number;
  /** Whether the offer is on screen. */
  shown: boolean;
}

export const useDownload = create<DownloadState>()(() => ({ offer: null, report: null, asked: 0, shown: false }));

let current: Obtain | null = null;

/** Offers what is missing of a set, or withdraws the offer. `arrived` is called when all of it is here. */
export function offerDownload(obtain: Obtain | undefined, arrived: () => void = () => undefined): void {
  current = obtain ?? null;
  useDownload.setState({ offer: obtain?.offer ?? null, report: obtain?.offer.report ?? null, asked: 0 });
  obtain?.follow({
    report: (report) => {
      if (current === obtain) useDownload.setState({ report });
    },
    arrived: () => {
      if (current !== obtain) return;
      offerDownload(undefined);
      arrived();
    },
  });
}

/** Leads the person to where the whole set can be had, or says where that is. */
export function askForDownload(): void {
  if (!useDownload.getState().shown) notify('info', 'downloadFirst');
  useDownload.setState(({ asked }) => ({ asked: asked + 1 }));
}

/** The offer has come on screen; the returned function says that it has left. */
export function showsDownload(): () => void {
  useDownload.setState({ shown: true });
  dismissCode('downloadFirst');
  return () => useDownload.setState({ shown: false });
}

/** Whether only samples are here; then the person is led to where the rest can be had. */
export function needsDownload(): boolean {
  if (!useRun.getState().dataset.info?.samplesOnly) return false;
  askForDownload();
  return true;
}

/** The address as a folder's: of the web, ending in a slash; or what is wrong with it. */
export function folderOf(text: string, pageProtocol: string = location.protocol): string | 'bad' | 'insecure' {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return 'bad';
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'bad';
  // A secure page may fetch from an insecure address on this very machine only.
  const local = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
  if (url.protocol === 'http:' && pageProtocol === 'https:' && !local) return 'insecure';
  url.hash = '';
  url.search = '';
  return url.href.endsWith('/') ? url.href : `${url.href}/`;
}

export const downloadActions = {
  download(folder: string): void {
    writeStored(FOLDER_KEY, folder);
    current?.download(folder);
  },
  pause: (): void => current?.pause(),
  /** Gives up and deletes what had come. */
  discard: (): void => current?.discard(),
  give: (files: readonly File[]): void => current?.give(files),
  /** The address used last, so that a download goes on there after a reload. */
  lastFolder(): string | null {
    const folder = readStored(FOLDER_KEY);
    return typeof folder === 'string' ? folder : null;
  },
};
