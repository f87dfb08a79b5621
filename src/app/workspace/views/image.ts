/** What of the views a network has something to show in. */
import type { ChainruleDocument } from '@/state';

type Network = ChainruleDocument['network'];

/** Whether samples are images: height, width and channels. */
export const isImage = ({ input }: Network): boolean => input.shape.length === 3;

const WITH_MAPS = new Set(['conv2d', 'maxPooling2d', 'averagePooling2d']);

/** Whether there are layers whose outputs are maps. */
export const hasMaps = ({ layers }: Network): boolean => layers.some(({ kind }) => WITH_MAPS.has(kind));
