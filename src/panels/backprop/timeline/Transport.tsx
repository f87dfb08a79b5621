/** The buttons of the timeline. They are drawn anew only when they can do something else than before. */
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
} from '@tabler/icons-react';
import { memo } from 'react';
import { IconButton } from '@/ui';
import { useSession, walkTo } from '../session';
import { useWords } from '../words';
import timelineCss from './timeline.module.css';
import { togglePlaying } from './usePlayback';

const ICON = 15;

export interface TransportProps {
  length: number;
  atStart: boolean;
  atEnd: boolean;
  playing: boolean;
}

export const Transport = memo(function Transport({ length, atStart, atEnd, playing }: TransportProps) {
  const words = useWords();
  const go = (to: (position: number) => number) => {
    const { position } = useSession.getState();
    walkTo(to(Math.min(position, length)), length);
  };
  return (
    <div className={timelineCss.transport}>
      <IconButton
        id="stepper-first"
        label={words('timeline.first')}
        shortcut="Home"
        icon={<IconPlayerSkipBackFilled size={ICON} />}
        disabled={atStart}
        onClick={() => go(() => 0)}
      />
      <IconButton
        id="stepper-previous"
        label={words('timeline.previous')}
        shortcut="←"
        icon={<IconPlayerTrackPrevFilled size={ICON} />}
        disabled={atStart}
        onClick={() => go((position) => position - 1)}
      />
      <IconButton
        id="stepper-play"
        variant="primary"
        label={words(playing ? 'timeline.pause' : 'timeline.play')}
        shortcut={words('timeline.space')}
        icon={playing ? <IconPlayerPauseFilled size={ICON} /> : <IconPlayerPlayFilled size={ICON} />}
        onClick={() => togglePlaying(length)}
      />
      <IconButton
        id="stepper-next"
        label={words('timeline.next')}
        shortcut="→"
        icon={<IconPlayerTrackNextFilled size={ICON} />}
        disabled={atEnd}
        onClick={() => go((position) => position + 1)}
      />
      <IconButton
        id="stepper-last"
        label={words('timeline.last')}
        shortcut="End"
        icon={<IconPlayerSkipForwardFilled size={ICON} />}
        disabled={atEnd}
        onClick={() => go(() => length)}
      />
    </div>
  );
});
