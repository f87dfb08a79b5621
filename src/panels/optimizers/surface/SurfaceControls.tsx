/** Which surface, its noise, its samples; a function typed in. */
export function SurfaceControls() {
  return null;
}
