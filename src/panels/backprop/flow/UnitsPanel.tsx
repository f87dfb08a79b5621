/**
 * Dead and saturated units of the network over many samples, with the samples that show it. Small networks are looked at
 * at once, large ones when asked, with progress and a way to stop.
 */
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { deadUnits, saturatedUnits, type UnitReport } from '@/core/analysis/units';
import type { Split } from '@/core/dataset';
import { sizeOf } from '@/core/graph/shape';
import { networkInput, useRun, useSamples } from '@/state';
import { Button, Legend, Panel, ProgressBar, whole } from '@/ui';
import { useSession } from '../session';
import { useScene } from '../stepper';
import flowCss from './flow.module.css';
import { UnitDetail } from './UnitDetail';
import { UnitGrid } from './UnitGrid';
import { useAnalysis } from './useAnalysis';
import { useFlowWords } from './words';

const SAMPLES = 256;
/** Numbers of all forward passes together, up to which nobody has to ask. */
const AT_ONCE = 2_000_000;

export function UnitsPanel() {
  const words = useFlowWords();
  const { i18n } = useTranslation();
  const { traced, graph } = useScene();
  const split: Split = useSession((s) => s.choice.split);
  const available = useRun((run) => run.dataset.info?.counts[split] ?? 0);
  const count = Math.min(SAMPLES, available);
  const indices = useMemo(() => Array.from({ length: count }, (_, i) => i), [count]);
  const { shown } = useSamples(split, indices);
  const samples = shown?.indices === indices ? shown.samples : null;
  const work = useMemo(
    () =>
      (count / graph.batchSize) *
      graph.nodes.reduce((sum, n) => sum + (n.phase === 'forward' && n.role === null ? sizeOf(n.shape) : 0), 0),
    [graph, count],
  );
  const [asked, setAsked] = useState<number | null>(null);
  const [open, setOpen] = useState<{ layer: string; unit: number } | null>(null);
  const wanted = work <= AT_ONCE ? traced.id : asked;
  const key = wanted === traced.id && samples !== null ? `${traced.id} ${split} ${count}` : null;
  const units = useAnalysis('units', key, () => ({
    network: traced.network,
    weights: graph.weights.map(({ name, node }) => [name, traced.values[node]]),
    inputs: networkInput(samples?.inputs ?? new Float32Array()),
    count,
  }));
  const outdated = units.output !== null && units.key !== `${traced.id} ${split} ${count}`;
  const ask = () => setAsked(traced.id);
  const report = units.output?.find(({ layer }) => layer === open?.layer);
  return (
    <Panel title={words('units.title')} note={words('units.note', { count })} id="flow-units">
      <p className={flowCss.about}>{words('units.about')}</p>
      {work > AT_ONCE && units.progress === null && (units.output === null || outdated) && (
        <div className={flowCss.row}>
          <Button id="flow-units-ask" variant="primary" onClick={ask} disabled={samples === null}>
            {words('units.ask', { count })}
          </Button>
          {outdated && <span className="small muted">{words('units.outdated')}</span>}
        </div>
      )}
      {units.progress !== null && (
        <div className={flowCss.row}>
          <div className={flowCss.bar}>
            <ProgressBar
              label={words('units.working')}
              value={units.progress}
              valueText={words('units.done', {
                done: whole(Math.round(units.progress * count), i18n.language),
                count: whole(count, i18n.language),
              })}
            />
          </div>
          <Button
            onClick={() => {
              units.stop();
              setAsked(null);
            }}
          >
            {words('units.stop')}
          </Button>
        </div>
      )}
      {units.problem !== null && <p role="alert">{words('problem', { code: units.problem })}</p>}
      {units.output?.length === 0 && <p>{words('units.none')}</p>}
      {units.output !== null && units.output.length > 0 && (
        <Legend
          items={[
            { label: words('units.legend.learns'), color: 'var(--chip)', shape: 'box' },
            { label: words('units.legend.flat'), color: 'var(--neg)', shape: 'box' },
          ]}
          label={words('units.legend.label')}
        />
      )}
      {units.output?.map((layer) => (
        <section key={layer.layer} className={flowCss.layer} aria-label={layer.layer}>
          <LayerHead report={layer} />
          <UnitGrid
            report={layer}
            language={i18n.language}
            selected={open?.layer === layer.layer ? open.unit : null}
            onSelect={(unit) => setOpen({ layer: layer.layer, unit })}
          />
          {report === layer && open !== null && samples !== null && open.unit < layer.units && (
            <UnitDetail
              report={layer}
              unit={open.unit}
              inputs={samples.inputs}
              shape={graph.nodes[graph.input].shape.slice(1)}
              split={split}
              labels={samples.labels}
            />
          )}
        </section>
      ))}
    </Panel>
  );
}

function LayerHead({ report }: { report: UnitReport }) {
  const words = useFlowWords();
  const [dead, saturated] = [deadUnits(report).length, saturatedUnits(report).length];
  const counts = { units: report.units, dead, saturated };
  return (
    <p className={flowCss.layerHead}>
      <strong>{report.layer}</strong>{' '}
      <span className="muted">{words(report.positions > 1 ? 'units.maps' : 'units.neurons', counts)}</span>
    </p>
  );
}
