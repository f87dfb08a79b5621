/** The buttons of the timeline. They are drawn anew only when they can do something else than before. */
import { memo } from 'react';
import { PlayButtons } from '@/ui';
import { useSession, walkTo } from '../session';
import { useWords } from '../words';
import timelineCss from './timeline.module.css';
import { togglePlaying } from './usePlayback';

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
      <PlayButtons
        id="stepper"
        labels={{
          first: words('timeline.first'),
          previous: words('timeline.previous'),
          play: words('timeline.play'),
          pause: words('timeline.pause'),
          next: words('timeline.next'),
          last: words('timeline.last'),
          space: words('timeline.space'),
        }}
        playing={playing}
        atStart={atStart}
        atEnd={atEnd}
        onFirst={() => go(() => 0)}
        onPrevious={() => go((position) => position - 1)}
        onPlay={() => togglePlaying(length)}
        onNext={() => go((position) => position + 1)}
        onLast={() => go(() => length)}
      />
    </div>
  );
});
