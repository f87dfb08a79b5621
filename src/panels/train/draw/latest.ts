/**
 * One request in flight, the latest wins: what keeps predictions up with a moving pen. While an answer is awaited,
 * newer questions replace one another; when it comes, only the newest is asked.
 */

export interface Latest<Question> {
  /** Asks now, or as soon as the present answer is there. */
  ask(question: Question): void;
  /** Forgets the waiting question and drops the answer that is on its way. */
  cancel(): void;
}

/**
 * @param request asks; may fail.
 * @param deliver gets each answer that is still wanted, with its question.
 * @param fail gets the reason of a request that failed.
 */
export function latestOnly<Question, Answer>(
  request: (question: Question) => Promise<Answer>,
  deliver: (answer: Answer, question: Question) => void,
  fail: (reason: unknown) => void,
): Latest<Question> {
  let waiting: { question: Question } | null = null;
  let busy = false;
  let generation = 0;

  async function run() {
    busy = true;
    while (waiting !== null) {
      const { question } = waiting;
      waiting = null;
      const asked = generation;
      try {
        const answer = await request(question);
        if (asked === generation) deliver(answer, question);
      } catch (reason) {
        if (asked === generation) fail(reason);
      }
    }
    busy = false;
  }

  return {
    ask(question) {
      waiting = { question };
      if (!busy) void run();
    },
    cancel() {
      waiting = null;
      generation += 1;
    },
  };
}
