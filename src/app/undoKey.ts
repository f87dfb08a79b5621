/** Ctrl+Z and Ctrl+Shift+Z, unless what is typed into would use them itself. */

const TEXT = 'input:not([type=radio], [type=checkbox], [type=range]), textarea, [contenteditable]';

/** Whether a key walks the page's history: forwards with Shift. */
export function isUndoKey(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.altKey || !(event.ctrlKey || event.metaKey)) return false;
  return event.key.toLowerCase() === 'z' && !(event.target instanceof Element && event.target.closest(TEXT) !== null);
}
