/** The network that is stepped: sizes forwards and backwards, and the singular values of its layers' Jacobians. */
import { IconChartLine, IconTable } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { signalOf } from '@/core/analysis/signal';
import type { SpectraInput } from '@/core/analysis/spectra';
import { IconButton, Panel, ProgressBar } from '@/ui';
import { largest, ofSample } from '../model/moment';
import { select, type Traced, useSession } from '../session';
import { useScene } from '../stepper';
import { FlowTable } from './FlowTable';
import flowCss from './flow.module.css';
import { rowsOf } from './model';
import { SignalChart } from './SignalChart';
import { useAnalysis } from './useAnalysis';
import { Verdict, verdictText } from './Verdict';
import { useFlowWords } from './words';

/** Everything that a forward pass of the same step needs: the values of the leaves. */
function spectraInput({ graph, network, fault, values }: Traced, sample: number): SpectraInput {
  const feeds = graph.nodes.flatMap(({ id, role, name }): SpectraInput['feeds'] =>
    role === null || role === 'constant' || role === 'state' ? [] : [[name, values[id]]],
  );
  return { network, fault, batchSize: graph.batchSize, sample, feeds };
}

export function NetworkFlow() {
  const words = useFlowWords();
  const { traced, graph, trace, sample } = useScene();
  const [asTable, setAsTable] = useState(false);
  const signals = useMemo(() => signalOf(trace), [trace]);
  const spectra = useAnalysis('spectra', `${traced.id} ${sample}`, () => spectraInput(traced, sample));
  const rows = useMemo(() => rowsOf(signals, spectra.output), [signals, spectra.output]);
  const selection = useSession((s) => s.selection);
  const selected = selection === null ? -1 : graph.layers.findIndex(({ output }) => output === selection.node);
  const choose = (index: number) => {
    const { output } = graph.layers[index];
    const { start, count } = ofSample(graph, output, sample);
    select({ node: output, element: largest(traced.values[output], start, start + count) });
  };
  return (
    <Panel
      title={words('network.title')}
      note={words('network.note')}
      id="flow-network"
      actions={
        <IconButton
          id="flow-table"
          label={words(asTable ? 'asChart' : 'asTable')}
          icon={asTable ? <IconChartLine size={17} /> : <IconTable size={17} />}
          pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        />
      }
    >
      <Verdict signals={signals} id="flow-verdict" />
      {asTable ? (
        <FlowTable rows={rows} signals={signals} id="flow-values" />
      ) : (
        <SignalChart
          rows={rows}
          selected={selected < 0 ? null : selected}
          onSelect={choose}
          summary={verdictText(words, signals)}
        />
      )}
      <div className={flowCss.working} data-testid="flow-working">
        {spectra.progress !== null && <ProgressBar label={words('network.working')} value={spectra.progress} />}
        {spectra.problem !== null && <span role="alert">{words('problem', { code: spectra.problem })}</span>}
      </div>
    </Panel>
  );
}
