/**
 * Does something once the page has been laid out and painted: scrolling or measuring any earlier would lay it out one
 * time more.
 *
 * @returns what calls it off.
 */
export function afterLayout(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}
