/** Under way. */
export default function InitializersTab() {
  return null;
}
