/**
 * Does something once the page has been laid out and painted: scrolling or measuring any earlier would lay it out one
 * time more.
 *
 * @param wait milliseconds from then on.
 * @returns what calls it off.
 */
export function afterLayout(act: () => void, wait = 0): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act, wait);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
