/** A fair race: tuned rates, several seeds; and how large a rate can be. */
export function FairPanel() {
  return null;
}
