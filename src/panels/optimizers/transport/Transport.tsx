/** Play, pause, step both ways, scrub, speed. */
export function Transport() {
  return null;
}
