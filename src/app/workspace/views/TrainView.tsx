/** The training view: where there are maps of convolutions, they take the place of the hidden layers' activations. */
import { MapsPanel } from '@/panels/inspect/maps';
import TrainPanel from '@/panels/train';
import { useDocument } from '@/state';
import { hasMaps } from './image';

export default function TrainView() {
  const { network } = useDocument();
  return <TrainPanel maps={hasMaps(network) ? <MapsPanel /> : null} />;
}
