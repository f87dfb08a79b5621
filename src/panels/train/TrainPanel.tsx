/**
 * The training workspace: the network and its settings, the curves, and what the network makes of the data. It only
 * lays out; each part reads the few things it shows, so that new numbers never render the whole.
 */
import { type ReactNode, useMemo } from 'react';
import { useDocument, useRun, useRunNetwork } from '@/state';
import { ConfusionPanel } from './confusion/ConfusionPanel';
import { CurvesPanel } from './curves/CurvesPanel';
import { DataPanel } from './data/DataPanel';
import { PreprocessingPanel } from './data/preprocessing/PreprocessingPanel';
import { ActivationsPanel } from './draw/ActivationsPanel';
import { DrawPanel } from './draw/DrawPanel';
import { FRAME } from './draw/preprocess';
import { describeNetwork, hiddenLayers } from './network/describe';
import { NetworkPanel } from './network/NetworkPanel';
import { SamplesPanel } from './surface/SampleTable';
import { SurfacePanel } from './surface/SurfacePanel';
import classes from './train.module.css';

/** What can be shown beside the curves follows from what goes into the network. */
type View = 'digits' | 'plane' | 'plain';

function viewOf(inputShape: readonly number[], targets: number): View {
  const [height, width, channels = 1] = inputShape;
  if (inputShape.length === 1 && height === 2 && targets === 1) return 'plane';
  return height === FRAME && width === FRAME && channels === 1 ? 'digits' : 'plain';
}

/** So many samples are shown row by row. */
const FEW = 16;

interface TrainPanelProps {
  /** What is shown instead of the hidden layers' activations, for networks whose layers have more to show. */
  maps?: ReactNode;
}

export default function TrainPanel({ maps = null }: TrainPanelProps) {
  const { template } = useDocument();
  const network = useRunNetwork();
  const info = useRun((state) => state.dataset.info);
  const hidden = useMemo(() => hiddenLayers(describeNetwork(network).rows), [network]);
  const view = viewOf(network.input.shape, info?.targetSize ?? 1);
  const few = info !== null && info.counts.train <= FEW && info.inputShape.length === 1;
  const names = useMemo(() => info?.classes ?? Array.from({ length: 10 }, (_, digit) => String(digit)), [info]);
  const capture = maps ? '' : hidden.map((layer) => layer.id).join(' ');
  const stepLink = `#/work/${encodeURIComponent(template)}/step`;
  return (
    <div className={classes.workspace} data-view={view}>
      <div className={classes.left}>
        <NetworkPanel />
      </div>
      <div className={classes.middle}>
        <CurvesPanel stepLink={stepLink} />
        {view === 'digits' && (
          <>
            {maps ?? <ActivationsPanel layers={hidden} />}
            <DataPanel />
            <PreprocessingPanel />
          </>
        )}
      </div>
      <div className={classes.right}>
        {view === 'digits' && (
          <>
            <DrawPanel names={names} testCount={info?.counts.test ?? 0} capture={capture} />
            <ConfusionPanel names={names} />
          </>
        )}
        {view !== 'digits' && (
          <>
            {info && view === 'plane' && <SurfacePanel key={info.id} count={info.counts.train} hidden={hidden} />}
            {view === 'plain' && few && <SamplesPanel key={info.id} count={info.counts.train} />}
            <PreprocessingPanel />
          </>
        )}
      </div>
    </div>
  );
}
