/** Races with a lesson, to choose from. */
export function PresetMenu() {
  return null;
}
