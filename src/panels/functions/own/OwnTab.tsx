/** Under way. */
export default function OwnTab() {
  return null;
}
