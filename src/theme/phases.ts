/** The colours that mean something, as CSS: the four phases of a step, and signed values. */
export const PHASE_COLOR = {
  forward: 'var(--fwd)',
  loss: 'var(--loss)',
  backward: 'var(--bwd)',
  update: 'var(--upd)',
} as const;

export const PHASE_SOFT = {
  forward: 'var(--fwd-soft)',
  loss: 'var(--chip)',
  backward: 'var(--bwd-soft)',
  update: 'var(--upd-soft)',
} as const;

export const SIGN_COLOR = { positive: 'var(--pos)', negative: 'var(--neg)' } as const;
