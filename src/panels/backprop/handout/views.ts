/** The pictures that are on the page now, and the part of the page that each is. */

export type ViewId = 'network' | 'operations' | 'flow' | 'formula' | 'tool';

/** Of each view the part that is the picture, whole, however much of it is scrolled out of sight. */
const PARTS: Readonly<Record<ViewId, () => Element | null | undefined>> = {
  network: () =>
    document.querySelector('#stepper-network svg[role="group"]')?.parentElement ??
    document.querySelector('#stepper-network > .ui-panel-body'),
  operations: () => document.querySelector('#stepper-operations section > div'),
  flow: () => document.querySelector('#stepper-flow > .ui-panel-body'),
  formula: () => document.querySelector('#stepper-detail section .ui-formula .katex-html'),
  tool: () => document.querySelector('#stepper-tools > section, #stepper-tools > :last-child'),
};

export function viewsOnPage(): { id: ViewId; root: Element }[] {
  return (Object.keys(PARTS) as ViewId[]).flatMap((id) => {
    const root = PARTS[id]();
    return root ? [{ id, root }] : [];
  });
}
