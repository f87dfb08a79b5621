/** Placeholder during development. */
export function Worksheet({ onClose }: { onClose(): void }) {
  return (
    <button type="button" onClick={onClose}>
      x
    </button>
  );
}
