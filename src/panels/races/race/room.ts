/** Room around the curves, in pixels: what the chart leaves free, and what the line that follows the pointer counts with. */
export const ROOM = { left: 52, right: 18, top: 10, bottom: 24 };
