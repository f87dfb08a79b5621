/** What a run has to tell: the points that were measured since the last report, which go out with where the run stands. */
import type { MetricPoint, RunProgress } from './protocol';
import { REPORT_MS } from './readback';

export class News {
  private train: MetricPoint[] = [];
  private validation: MetricPoint[] = [];
  private last = 0;

  constructor(
    private readonly tell: (progress: RunProgress, train: MetricPoint[], validation: MetricPoint[]) => void,
  ) {}

  add(points: { train?: readonly MetricPoint[]; validation?: readonly MetricPoint[] }): void {
    this.train.push(...(points.train ?? []));
    this.validation.push(...(points.validation ?? []));
  }

  get empty(): boolean {
    return this.train.length + this.validation.length === 0;
  }

  /** What was measured counts no more. */
  drop(): void {
    this.train = [];
    this.validation = [];
  }

  /** Milliseconds until the next report is due; 0 or less for now. */
  get wait(): number {
    return REPORT_MS - (performance.now() - this.last);
  }

  report(progress: RunProgress): void {
    const { train, validation } = this;
    this.drop();
    this.last = performance.now();
    this.tell(progress, train, validation);
  }
}
