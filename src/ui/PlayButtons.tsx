/** The five buttons of whatever goes on in steps: to the start, back, play or pause, on, to the end. */
import {
  IconPlayerPauseFilled,
  IconPlayerPlayFilled,
  IconPlayerSkipBackFilled,
  IconPlayerSkipForwardFilled,
  IconPlayerTrackNextFilled,
  IconPlayerTrackPrevFilled,
} from '@tabler/icons-react';
import { IconButton } from './Button';

export interface PlayButtonsProps {
  /** The buttons are called `<id>-first`, `-previous`, `-play`, `-next`, `-last`. */
  id: string;
  /** `space` names the key that plays. */
  labels: Readonly<Record<'first' | 'previous' | 'play' | 'pause' | 'next' | 'last' | 'space', string>>;
  playing: boolean;
  atStart: boolean;
  atEnd: boolean;
  onFirst(): void;
  onPrevious(): void;
  onPlay(): void;
  onNext(): void;
  onLast(): void;
}

const ICON = 15;

export function PlayButtons(props: PlayButtonsProps) {
  const { id, labels, playing, atStart, atEnd, onFirst, onPrevious, onPlay, onNext, onLast } = props;
  return (
    <>
      <IconButton
        id={`${id}-first`}
        label={labels.first}
        shortcut="Home"
        icon={<IconPlayerSkipBackFilled size={ICON} />}
        disabled={atStart}
        onClick={onFirst}
      />
      <IconButton
        id={`${id}-previous`}
        label={labels.previous}
        shortcut="←"
        icon={<IconPlayerTrackPrevFilled size={ICON} />}
        disabled={atStart}
        onClick={onPrevious}
      />
      <IconButton
        id={`${id}-play`}
        variant="primary"
        label={playing ? labels.pause : labels.play}
        shortcut={labels.space}
        icon={playing ? <IconPlayerPauseFilled size={ICON} /> : <IconPlayerPlayFilled size={ICON} />}
        onClick={onPlay}
      />
      <IconButton
        id={`${id}-next`}
        label={labels.next}
        shortcut="→"
        icon={<IconPlayerTrackNextFilled size={ICON} />}
        disabled={atEnd}
        onClick={onNext}
      />
      <IconButton
        id={`${id}-last`}
        label={labels.last}
        shortcut="End"
        icon={<IconPlayerSkipForwardFilled size={ICON} />}
        disabled={atEnd}
        onClick={onLast}
      />
    </>
  );
}
