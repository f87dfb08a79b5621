/** Under way. */
export default function SchedulesTab() {
  return null;
}
