/**
 * Races and range tests behind the protocol: at most one of either kind is there, and at most one of them computes. None
 * changes the run.
 */
import { EngineFailure, errorEvent } from '../errors';
import type { Checkpoint, EngineEvent } from '../protocol';
import type { RaceCommand, WorkStatus } from './messages';
import { Race } from './race';
import { RangeTest } from './rangeTest';
import type { Subject, Work } from './subject';

type Order = Extract<RaceCommand, { type: 'race' | 'rangeTest' }>;

interface Entry {
  race: number;
  type: Order['type'];
  work: Work;
}

export class Races {
  private entries: Entry[] = [];

  /** @param breath called where others may have a turn. */
  constructor(
    private readonly post: (event: EngineEvent) => void,
    private readonly breath: () => void,
  ) {}

  /** Begins one in place of that of its kind. The run stands still. */
  async begin(command: Order, subject: Subject): Promise<void> {
    const { race, type } = command;
    this.pauseAll();
    for (const entry of this.entries.filter((one) => one.type === type)) await this.end(entry.race);
    try {
      const work = command.type === 'race' ? this.race(command, subject) : this.rangeTest(command, subject);
      this.entries.push({ race, type, work });
      work.play();
    } catch (error) {
      this.failed(error, subject.run, race);
    }
  }

  /** Others that compute stand still. */
  resume(race: number): void {
    const wanted = this.entries.find((entry) => entry.race === race);
    if (!wanted) return;
    this.pauseAll();
    wanted.work.play();
  }

  pause(race: number): void {
    void this.entries.find((entry) => entry.race === race)?.work.pause();
  }

  pauseAll(): void {
    for (const { work } of this.entries) void work.pause();
  }

  async end(race: number): Promise<void> {
    const ended = this.entries.filter((entry) => entry.race === race);
    this.entries = this.entries.filter((entry) => entry.race !== race);
    for (const { work } of ended) await work.dispose();
  }

  async endAll(): Promise<void> {
    for (const { race } of this.entries) await this.end(race);
  }

  /** @throws EngineFailure `noRace` */
  checkpoint(race: number, lane: string): Promise<Checkpoint> {
    const work = this.entries.find((entry) => entry.race === race)?.work;
    if (work instanceof Race) return work.checkpoint(lane);
    throw new EngineFailure('noRace', { lane });
  }

  private race({ race: id, order }: Extract<Order, { type: 'race' }>, subject: Subject): Race {
    const { run } = subject;
    const reply = { run, race: id };
    const race = new Race(subject, order, {
      raced: (status, current, news) => this.post({ type: 'raced', ...reply, status, current, news }),
      diverged: (lane) => {
        if (lane.diverged) this.post({ type: 'laneDiverged', ...reply, lane: lane.id, report: lane.diverged });
      },
      failed: (error) => this.failed(error, run, id),
      breath: this.breath,
    });
    const { stepsPerEpoch, validated } = race;
    this.post({ type: 'raceBuilt', ...reply, stepsPerEpoch, validated });
    return race;
  }

  private rangeTest({ race: id, order }: Extract<Order, { type: 'rangeTest' }>, subject: Subject): RangeTest {
    const { run } = subject;
    return new RangeTest(subject, order, {
      tested: (status: WorkStatus, rates, losses, endedEarly) => {
        this.post({ type: 'rangeTested', run, race: id, status, rates, losses, endedEarly });
        // Nothing is asked of one that is over.
        if (status === 'finished') void this.end(id);
      },
      failed: (error) => this.failed(error, run, id),
      breath: this.breath,
    });
  }

  private failed(error: unknown, run: number, race: number): void {
    const { code, params = {}, message } = errorEvent(error, run, null) as Extract<EngineEvent, { type: 'error' }>;
    this.post({ type: 'raceFailed', run, race, code, params, message });
    void this.end(race);
  }
}
