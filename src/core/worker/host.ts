/** A worker that starts when it is first needed, and again after it has died or has been ended. */

/** The part of a worker that is used; tests bring their own. */
export interface WorkerLike<Message, Answer> {
  postMessage(message: Message): void;
  terminate(): void;
  onmessage: ((event: MessageEvent<Answer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export class WorkerHost<Message, Answer> {
  private worker: WorkerLike<Message, Answer> | null = null;

  /** @param crashed told when the worker has died, which then is ended already. */
  constructor(
    private readonly start: () => WorkerLike<Message, Answer>,
    private readonly receive: (answer: Answer) => void,
    private readonly crashed: (message: string) => void,
  ) {}

  /** Starts the worker unless it runs. */
  warm(): WorkerLike<Message, Answer> {
    if (this.worker) return this.worker;
    const worker = this.start();
    worker.onmessage = ({ data }) => this.receive(data);
    worker.onerror = ({ message }) => {
      this.end();
      this.crashed(message);
    };
    this.worker = worker;
    return worker;
  }

  post(message: Message): void {
    this.warm().postMessage(message);
  }

  end(): void {
    this.worker?.terminate();
    this.worker = null;
  }
}
