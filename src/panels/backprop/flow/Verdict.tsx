/** What happens to the gradient, in a sentence or three. */
import type { LayerSignal } from '@/core/analysis/signal';
import flowCss from './flow.module.css';
import { verdictWords } from './model';
import { type FlowWords, useFlowWords } from './words';

/** The sentences as one text, for screen readers and pictures. */
export function verdictText(words: FlowWords, signals: readonly LayerSignal[]): string {
  const verdict = verdictWords(signals);
  if (verdict === null) return words('verdict.none');
  return verdict.messages
    .map(({ key, params }) => words(key, params))
    .reduce((sentence, next) => words('verdict.joined', { sentence, next }));
}

export function Verdict({ signals, id }: { signals: readonly LayerSignal[]; id: string }) {
  const words = useFlowWords();
  return (
    <p className={flowCss.verdict} data-kind={verdictWords(signals)?.kind ?? 'none'} id={id} aria-live="polite">
      {verdictText(words, signals)}
    </p>
  );
}
