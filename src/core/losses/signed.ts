/** Targets for the hinge losses: −1 and 1. */
import { parse } from '../expr';
import { elementwise } from '../ops/emit';
import type { NodeSink } from '../ops/types';

/** 0 becomes −1; all else stays. */
export function signed(sink: NodeSink, target: number): number {
  return elementwise(
    sink,
    { expr: parse('where(t == 0, -1, t)'), args: { t: target }, definition: 'signed' },
    { name: 'loss/signed', symbol: 't^{\\pm}' },
  );
}
