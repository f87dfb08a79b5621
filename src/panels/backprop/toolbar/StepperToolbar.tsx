/** The row above the pictures: which example is stepped, what stands at the left, how formulas are written, handing out. */
import { Segmented } from '@/ui';
import { PresentButton } from '../present/PresentButton';
import { NOTATIONS, useSession, VIEWS } from '../session';
import { TourButton } from '../tour/Tour';
import { useWords } from '../words';
import toolbarCss from './toolbar.module.css';

const set = useSession.setState;

export function StepperToolbar() {
  const words = useWords();
  const view = useSession((s) => s.view);
  const notation = useSession((s) => s.notation);
  return (
    <div className={toolbarCss.toolbar} role="toolbar" aria-label={words('toolbar.label')} id="stepper-toolbar">
      <Segmented
        label={words('view.label')}
        options={VIEWS.map((value) => ({ value, label: words(`view.${value}`) }))}
        value={view}
        onChange={(value) => set({ view: value })}
      />
      <Segmented
        label={words('notation.label')}
        options={NOTATIONS.map((value) => ({ value, label: words(`notation.${value}`) }))}
        value={notation}
        onChange={(value) => set({ notation: value })}
      />
      <span className={toolbarCss.space} />
      <PresentButton />
      <TourButton />
    </div>
  );
}
