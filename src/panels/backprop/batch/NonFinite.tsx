/** Which operation first made a number that is none, and the way to its step. */
import { useMemo } from 'react';
import { elementSymbol } from '@/core/interpreter/explain';
import { firstNonFinite } from '@/core/interpreter/finite';
import { Button } from '@/ui';
import { useCheckWords } from '../check/words';
import { operationName } from '../model/describe';
import { short } from '../model/format';
import { plain } from '../model/symbols';
import { select, useSession } from '../session';
import { useStepper } from '../stepper';
import { say, useWords } from '../words';
import batchCss from './batch.module.css';

export function NonFinite() {
  const words = useCheckWords();
  const backprop = useWords();
  const { graph, traced, timeline } = useStepper();
  // All numbers, not those of formulas: what is hidden to be found by hand is missing there.
  const found = useMemo(() => firstNonFinite({ graph, values: traced.values }), [graph, traced]);
  if (found === null) return null;
  const { node, element, value, given } = found;
  const symbol = plain(elementSymbol(graph, node, element));
  const what = given ? symbol : `${say(backprop, operationName(graph.nodes[node], graph))}, ${symbol}`;
  const go = () => {
    useSession.setState({ position: timeline.stepOf(node, element) });
    select({ node, element });
  };
  return (
    <div className={`${batchCss.computing} ${batchCss.warning}`} role="alert" id="stepper-non-finite">
      <span>{words(given ? 'finite.given' : 'finite.made', { value: short(value), what })}</span>
      <Button onClick={go}>{words('finite.go')}</Button>
    </div>
  );
}
