/** Every number of one update of the chosen racer, in its own formula. */
export function NumbersPanel() {
  return null;
}
