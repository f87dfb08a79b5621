/** Who races: chips, each opened to be changed, and one more. */
export function RacersBar() {
  return null;
}
