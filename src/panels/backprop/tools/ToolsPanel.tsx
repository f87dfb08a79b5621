/**
 * The right column: one tool at a time. What happens in this step is the first of them; the others look at the same
 * numbers with another question, and come on demand.
 */
import { type ComponentType, lazy, Suspense } from 'react';
import { Segmented } from '@/ui';
import { DetailPanel } from '../detail/DetailPanel';
import { NetworkPanel } from '../network/NetworkPanel';
import { type Tool, useSession } from '../session';
import { Unhurried } from '../stepper';
import { useWords } from '../words';
import toolsCss from './tools.module.css';

/** A tool is a component that fills the column below the tabs. Adding one is a line here and its name in `TOOLS`. */
const COMPONENTS: Partial<Record<Tool, ComponentType>> = {
  explain: DetailPanel,
  check: unhurried(() => import('../check/CheckTool').then((m) => m.CheckTool)),
  samples: unhurried(() => import('../batch/SamplesTool').then((m) => m.SamplesTool)),
  faults: unhurried(() => import('../faults/FaultsTool').then((m) => m.FaultsTool)),
  practice: unhurried(() => import('../practice/PracticeTool').then((m) => m.PracticeTool)),
};
const OFFERED = (Object.keys(COMPONENTS) as Tool[]).filter((tool) => COMPONENTS[tool] !== undefined);

export function ToolsPanel() {
  const words = useWords();
  const wanted = useSession((s) => s.tool);
  const tool = OFFERED.includes(wanted) ? wanted : 'explain';
  // Where the explanation has the large place, the network stands in its own.
  const large = useSession((s) => s.view === 'element');
  const Chosen = large && tool === 'explain' ? NetworkPanel : (COMPONENTS[tool] ?? DetailPanel);
  return (
    <div className={toolsCss.tools} id="stepper-tools">
      {OFFERED.length > 1 && (
        <Segmented
          label={words('tool.label')}
          className={toolsCss.tabs}
          options={OFFERED.map((value) => ({ value, label: words(`tool.${value}`) }))}
          value={tool}
          onChange={(value) => useSession.setState({ tool: value })}
        />
      )}
      <Chosen />
    </div>
  );
}

/** A tool that comes when it is opened, and does not hurry after a timeline that is dragged. */
function unhurried(load: () => Promise<ComponentType>): ComponentType {
  const Loaded = onDemand(load);
  const fallback = <div className={toolsCss.waiting} aria-busy="true" />;
  return function UnhurriedTool() {
    return (
      <Unhurried>
        <Suspense fallback={fallback}>
          <Loaded />
        </Suspense>
      </Unhurried>
    );
  };
}

/** A component whose code comes when it is first shown. */
export function onDemand(load: () => Promise<ComponentType>): ComponentType {
  return lazy(async () => ({ default: await load() }));
}
