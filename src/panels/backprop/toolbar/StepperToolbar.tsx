/** The row above the pictures: which example is stepped, what stands at the left, how formulas are written, handing out. */
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { IconButton, Segmented } from '@/ui';
import { ExportButton } from '../handout/ExportButton';
import { PresentButton } from '../present/PresentButton';
import { PresetMenu } from '../presets/PresetMenu';
import { NOTATIONS, useSession, VIEWS } from '../session';
import { TourButton } from '../tour/Tour';
import { useWords } from '../words';
import toolbarCss from './toolbar.module.css';
import { useZoomKeys, zoom, zoomed } from './zoom';

const set = useSession.setState;

export function StepperToolbar() {
  const words = useWords();
  const notation = useSession((s) => s.notation);
  return (
    <div className={toolbarCss.toolbar} role="toolbar" aria-label={words('toolbar.label')} id="stepper-toolbar">
      <PresetMenu />
      <Depth />
      <Segmented
        label={words('notation.label')}
        options={NOTATIONS.map((value) => ({ value, label: words(`notation.${value}`) }))}
        value={notation}
        onChange={(value) => set({ notation: value })}
      />
      <span className={toolbarCss.space} />
      <ExportButton />
      <PresentButton />
      <TourButton />
    </div>
  );
}

/** How close to look: steps of one zoom, and beside them how signals travel through the layers. */
function Depth() {
  const words = useWords();
  const view = useSession((s) => s.view);
  useZoomKeys();
  return (
    <div className={toolbarCss.depth}>
      <IconButton
        id="stepper-further"
        label={words('view.further')}
        shortcut="−"
        icon={<IconMinus size={15} />}
        disabled={zoomed(view, -1) === view}
        onClick={() => zoom(-1)}
      />
      <Segmented
        label={words('view.label')}
        options={VIEWS.map((value) => ({ value, label: words(`view.${value}`) }))}
        value={view}
        onChange={(value) => set({ view: value })}
      />
      <IconButton
        id="stepper-closer"
        label={words('view.closer')}
        shortcut="+"
        icon={<IconPlus size={15} />}
        disabled={zoomed(view, 1) === view}
        onClick={() => zoom(1)}
      />
    </div>
  );
}
