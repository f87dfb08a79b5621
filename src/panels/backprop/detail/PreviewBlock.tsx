/**
 * The whole update before it is made: what it does to the loss of these very samples, beside what the gradients alone
 * promise, and the button that makes it.
 */
import { useMemo, useRef } from 'react';
import { Button, Formula } from '@/ui';
import { applyUpdate } from '../actions';
import { RateField } from '../changes/RateField';
import { useHandedOn } from '../keptFocus';
import { linearPrediction } from '../model/batch';
import { settled, short } from '../model/format';
import { valueAt } from '../model/moment';
import { useStepper } from '../stepper';
import { Value } from '../Value';
import { useWords } from '../words';
import detailCss from './detail.module.css';

/** Predictions off by no more than this share of themselves are called nearly right. */
const NEARLY = 0.1;

const signed = (value: number) => (value > 0 ? `+${short(value)}` : short(value));

export function PreviewBlock() {
  const words = useWords();
  const { graph, traced, moment } = useStepper();
  // Not by switching the button off: it would lose the focus before it can be handed on.
  const busy = useRef(false);
  const place = useHandedOn<HTMLElement>('stepper-next');
  const predicted = useMemo(() => linearPrediction(graph, traced.values), [graph, traced]);
  if (graph.loss === null) return null;
  const before = valueAt(moment, graph.loss, 0);
  if (before === null) return null;
  const change = traced.lossAfter - before;
  const verdict = !Number.isFinite(change)
    ? 'diverged'
    : change > 0
      ? 'worse'
      : Math.abs(change - predicted) > NEARLY * Math.abs(predicted)
        ? 'curved'
        : 'straight';
  const apply = () => {
    if (busy.current) return;
    busy.current = true;
    void applyUpdate(graph, traced).finally(() => {
      busy.current = false;
    });
  };
  return (
    <section ref={place} className={`${detailCss.block} ${detailCss.preview}`}>
      <h3>{words('preview.title')}</h3>
      <RateField id="stepper-update-rate" spelled />
      <dl className={detailCss.previewNumbers}>
        <div>
          <dt>{words('preview.before')}</dt>
          <dd>
            <Value value={before} node={graph.loss} element={0} format={settled} />
          </dd>
        </div>
        <div className={detailCss.previewAfter}>
          <dt>{words('preview.after')}</dt>
          <dd data-testid="loss-after">
            <Value value={traced.lossAfter} kind="update" format={settled} />
          </dd>
        </div>
        <div>
          <dt>{words('preview.change')}</dt>
          <dd>
            <Value value={change} format={signed} />
          </dd>
        </div>
        <div>
          <dt>
            <Formula tex="\sum g \cdot \Delta" />
          </dt>
          <dd>
            <Value value={predicted} kind="gradient" format={signed} />
          </dd>
        </div>
      </dl>
      <p className="small muted">{words(`preview.${verdict}`)}</p>
      <Button id="stepper-apply" variant="primary" onClick={apply}>
        {words('preview.apply')}
      </Button>
    </section>
  );
}
