/** Where in training a run stands, counted as people count. */

/**
 * Epoch and batch after `step` updates: the first batch of the first epoch is (1, 1), and after an epoch's last batch
 * one is still in that epoch. Before the first update it is (1, 0).
 */
export function placeInEpoch(step: number, stepsPerEpoch: number): { epoch: number; batch: number } {
  if (step === 0) return { epoch: 1, batch: 0 };
  const epoch = Math.floor((step - 1) / stepsPerEpoch);
  return { epoch: epoch + 1, batch: step - epoch * stepsPerEpoch };
}
