/** Loss over updates, and distance to the minimum. */
export function LossPanel() {
  return null;
}
