/** Giving way: training must let messages in between batches, and wait without blocking. */

const channel = new MessageChannel();
const waiting: (() => void)[] = [];
channel.port1.onmessage = () => waiting.shift()?.();

/** Continues after messages that have already arrived were handled. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    channel.port2.postMessage(null);
  });
}

/** A wait that can be cut short. */
export class Alarm {
  private ring: (() => void) | null = null;

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.wake(), milliseconds);
      this.ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  wake(): void {
    this.ring?.();
    this.ring = null;
  }
}
