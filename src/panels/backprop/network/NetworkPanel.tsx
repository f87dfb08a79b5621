/** The network as a picture or as tables, for one sample of the batch, with its legend. */
import { IconTable, IconTopologyStar3 } from '@tabler/icons-react';
import { IconButton, Legend, Panel, Segmented } from '@/ui';
import { BatchState } from '../batch/BatchState';
import { SampleChoice } from '../batch/SampleChoice';
import { SampleStepper } from '../batch/SampleStepper';
import { type Show, useSession } from '../session';
import { useWords } from '../words';
import { NetworkPicture } from './NetworkPicture';
import { NetworkTables } from './NetworkTables';

const SHOWS: readonly Show[] = ['both', 'values', 'gradients'];
const setSession = useSession.setState;

export function NetworkPanel() {
  const words = useWords();
  const show = useSession((s) => s.show);
  const asTable = useSession((s) => s.asTable);
  const legend = [
    { label: words('legend.positive'), color: 'var(--pos)' },
    { label: words('legend.negative'), color: 'var(--neg)' },
    { label: words('legend.value'), color: 'var(--fwd)', shape: 'dot' as const },
    { label: words('legend.gradient'), color: 'var(--bwd)', shape: 'dot' as const },
    { label: words('legend.unknown'), color: 'transparent', shape: 'dot' as const },
  ];
  const actions = (
    <>
      <SampleStepper />
      {!asTable && (
        <Segmented
          label={words('network.show')}
          options={SHOWS.map((value) => ({ value, label: words(`network.${value}`) }))}
          value={show}
          onChange={(value) => setSession({ show: value })}
        />
      )}
      <IconButton
        id="stepper-table"
        label={words(asTable ? 'network.asPicture' : 'network.asTable')}
        icon={asTable ? <IconTopologyStar3 size={17} /> : <IconTable size={17} />}
        pressed={asTable}
        onClick={() => setSession({ asTable: !asTable })}
      />
    </>
  );
  return (
    <Panel title={words('network.title')} note={<SampleChoice />} actions={actions} id="stepper-network">
      <BatchState />
      {asTable ? <NetworkTables /> : <NetworkPicture />}
      {!asTable && <Legend items={legend} label={words('legend.label')} />}
    </Panel>
  );
}
