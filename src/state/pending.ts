/** Requests that wait for an answer from the engine, by number. */
import type { EngineEvent } from '@/engine/protocol';

type Answer = Extract<EngineEvent, { request: number }>;

/** An error the engine answered with: its code is worded by the page. */
export class EngineError extends Error {
  override readonly name = 'EngineError';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

interface Waiting {
  resolve(answer: Answer): void;
  reject(error: Error): void;
}

export class PendingRequests {
  private waiting = new Map<number, Waiting>();
  private next = 1;

  /** Calls `send` with a new request number; settles with the event that answers it. */
  ask<Type extends Answer['type']>(
    type: Type,
    send: (request: number) => void,
  ): Promise<Extract<Answer, { type: Type }>> {
    const request = this.next++;
    return new Promise((resolve, reject) => {
      this.waiting.set(request, {
        resolve: (answer) => {
          if (answer.type === type) resolve(answer as Extract<Answer, { type: Type }>);
          else reject(new EngineError('unexpectedAnswer', answer.type));
        },
        reject,
      });
      send(request);
    });
  }

  /** True when the event answered a request, which then settles. */
  settle(event: EngineEvent): boolean {
    if (!('request' in event) || event.request === null) return false;
    const waiting = this.waiting.get(event.request);
    this.waiting.delete(event.request);
    if (event.type === 'error') waiting?.reject(new EngineError(event.code, event.message));
    else waiting?.resolve(event);
    return true;
  }

  rejectAll(error: Error): void {
    const all = [...this.waiting.values()];
    this.waiting.clear();
    for (const waiting of all) waiting.reject(error);
  }
}
