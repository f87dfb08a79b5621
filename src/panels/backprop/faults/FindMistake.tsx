/** A mistake is built in, and nobody says which: it is told from what it does to check, curve and numbers. */
import { FAULTS } from '@/core/faults';
import { Button } from '@/ui';
import { useSession } from '../session';
import { FAULT_CODE } from './code';
import { CodeLines } from './FaultList';
import faultsCss from './faults.module.css';
import { breakIt, giveUp, guess, type Round, startRound, useFaults } from './store';
import { KINDS, useApplicable } from './useApplicable';
import { useFaultWords } from './words';

export function FindMistake() {
  const words = useFaultWords();
  const round = useFaults((s) => s.round);
  const score = useFaults((s) => s.score);
  const reasons = useApplicable();
  const possible = KINDS.filter((kind) => reasons[kind] === null);
  const begin = () => startRound(possible);
  return (
    <section className={faultsCss.find}>
      {round === null ? (
        <>
          <p className={faultsCss.note}>{words('find.lead', { count: possible.length })}</p>
          <Button id="stepper-find" variant="primary" disabled={possible.length === 0} onClick={begin}>
            {words('find.start')}
          </Button>
        </>
      ) : (
        <OpenRound round={round} possible={possible} begin={begin} />
      )}
      {score.rounds > 0 && (
        <p className={faultsCss.note} id="stepper-find-score">
          {words('find.score', { first: score.first, count: score.rounds })}
        </p>
      )}
    </section>
  );
}

/** How a wrong guess would have shown otherwise. */
function hintFor(kind: string, guessed: string): string {
  const [is, would] = [FAULTS[kind].betrayedBy, FAULTS[guessed].betrayedBy];
  if (is === would) return 'find.sameSigns';
  if (would === 'check') return 'find.wouldFail';
  return would === 'checkLater' ? 'find.wouldFailLater' : 'find.wouldPass';
}

function OpenRound({ round, possible, begin }: { round: Round; possible: string[]; begin(): void }) {
  const words = useFaultWords();
  const { kind, guesses, over } = round;
  const found = guesses.includes(kind);
  const last = guesses[guesses.length - 1];
  const choices = possible.includes(kind) ? possible : [...possible, kind];
  return (
    <>
      <p className={faultsCss.note}>{words('find.task')}</p>
      <ul className={faultsCss.choices} aria-label={words('find.choices')}>
        {choices.map((choice) => (
          <li key={choice}>
            <Button
              data-guess={choice}
              data-right={over && choice === kind}
              disabled={over || guesses.includes(choice)}
              onClick={() => guess(choice)}
            >
              {words(`kinds.${choice}.name`)}
            </Button>
          </li>
        ))}
      </ul>
      <div role="status" id="stepper-find-answer">
        {!over && last !== undefined && (
          <p className={faultsCss.verdict}>
            {words('find.no', { name: words(`kinds.${last}.name`) })} {words(hintFor(kind, last))}
          </p>
        )}
        {over && (
          <>
            <p className={faultsCss.verdict} data-right={found}>
              {words(found ? 'find.yes' : 'find.was', { name: words(`kinds.${kind}.name`), count: guesses.length })}{' '}
              {words(`kinds.${kind}.shows`)}
            </p>
            <CodeLines code={FAULT_CODE[kind]} />
          </>
        )}
      </div>
      <div className={faultsCss.buttons}>
        {over ? (
          <>
            <Button variant="primary" onClick={begin}>
              {words('find.next')}
            </Button>
            <Button onClick={() => breakIt(null)}>{words('banner.mend')}</Button>
          </>
        ) : (
          <>
            <Button onClick={() => useSession.setState({ tool: 'explain' })}>{words('find.look')}</Button>
            <Button variant="quiet" onClick={giveUp}>
              {words('find.giveUp')}
            </Button>
          </>
        )}
      </div>
    </>
  );
}
