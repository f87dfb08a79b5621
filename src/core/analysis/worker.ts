/** The analysis worker: one question at a time, its progress, its answer. See service.ts. */
import { type AnalysisAnswer, type AnalysisQuestion, answerTo } from './service';

self.onmessage = (event: MessageEvent<AnalysisQuestion>) => {
  const say = (answer: AnalysisAnswer) => self.postMessage(answer);
  say(answerTo(event.data, (done, total) => say({ type: 'progress', done, total })));
};
