/** The surface from above and in space, with the trails of the racers. */
export function MapPanel() {
  return null;
}
