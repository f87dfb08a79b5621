/** How the racers stand at the update that is looked at. */
export function StandingPanel() {
  return null;
}
