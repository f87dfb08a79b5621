/** Under way. */
export default function LossesTab() {
  return null;
}
