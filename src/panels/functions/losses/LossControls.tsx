/** Prediction and target to set: numbers, two sides, or three logits and a class. */
import { Segmented } from '@/ui';
import { largest, takesClassWeights } from '../model/losses';
import type { Names } from '../names';
import classes from '../parts/parts.module.css';
import { RangeField } from '../parts/RangeField';
import { functionsState, numberIn, say, useParams } from '../state';
import type { LossView } from './view';

const patch = (changes: Record<string, string | null>) => functionsState.patch('losses', changes);
const INDEX = ['₁', '₂', '₃'];

export function LossControls({ view, names }: { view: LossView; names: Names }) {
  return (
    <>
      <div className={classes.controls}>
        {view.domain === 'classes' ? <Logits view={view} names={names} /> : <Prediction view={view} names={names} />}
      </div>
      {view.domain === 'classes' && <TargetClass view={view} names={names} />}
      <ClassWeights view={view} names={names} />
    </>
  );
}

function Prediction({ view, names }: { view: LossView; names: Names }) {
  const { domain, base, range, target, targets, move, aim } = view;
  return (
    <>
      <RangeField
        id="prediction"
        label={names.word(view.over === 'logit' ? 'losses.logit' : 'losses.prediction')}
        value={base[0]}
        onChange={move}
        min={range[0]}
        max={range[1]}
      />
      {domain === 'margin' ? (
        <div className={classes.row}>
          <span>{names.word('losses.target')}</span>
          <Segmented
            label={names.word('losses.target')}
            value={target[0] < 0 ? '-1' : '1'}
            options={[
              { value: '-1', label: '−1' },
              { value: '1', label: '+1' },
            ]}
            onChange={(value) => aim(Number(value))}
          />
        </div>
      ) : (
        <RangeField
          id="target"
          label={names.word('losses.target')}
          value={target[0]}
          onChange={aim}
          min={targets[0]}
          max={targets[1]}
          step={domain === 'count' ? 1 : undefined}
        />
      )}
    </>
  );
}

function Logits({ view, names }: { view: LossView; names: Names }) {
  return view.base.map((z, i) => (
    <RangeField
      key={INDEX[i]}
      id={`logit-${i + 1}`}
      label={names.word('losses.logitOf', { index: INDEX[i] })}
      value={z}
      onChange={(value) => patch({ [`z${i + 1}`]: say(value) })}
      min={view.range[0]}
      max={view.range[1]}
      least={-100}
      most={100}
    />
  ));
}

type Place = '0' | '1' | '2';
const PLACES: readonly Place[] = ['0', '1', '2'];

function TargetClass({ view, names }: { view: LossView; names: Names }) {
  const options = PLACES.map((value) => ({ value, label: String(Number(value) + 1) }));
  return (
    <div className={classes.row} style={{ marginTop: 14 }}>
      <span>{names.word('losses.targetClass')}</span>
      <Segmented
        label={names.word('losses.targetClass')}
        value={String(largest(view.weights)) as Place}
        options={options}
        onChange={(value) => view.aim(Number(value))}
      />
      <span>{names.word('losses.movedLogit')}</span>
      <Segmented
        label={names.word('losses.movedLogit')}
        value={String(view.axis) as Place}
        options={PLACES.map((value) => ({ value, label: `z${INDEX[Number(value)]}` }))}
        onChange={(value) => patch({ k: String(Number(value) + 1) })}
      />
      <details className={classes.more}>
        <summary>{names.word('losses.softTarget')}</summary>
        <div className={classes.controls}>
          {view.weights.map((weight, i) => (
            <RangeField
              key={INDEX[i]}
              id={`target-${i + 1}`}
              label={names.word('losses.targetOf', { index: INDEX[i] })}
              value={weight}
              onChange={(value) => patch({ [`t${i + 1}`]: say(value) })}
              min={0}
              max={1}
            />
          ))}
        </div>
        <p className={classes.note}>{names.word('losses.softNote')}</p>
      </details>
    </div>
  );
}

/** Weights of the classes, for losses that take them. */
function ClassWeights({ view, names }: { view: LossView; names: Names }) {
  const params = useParams('losses');
  const count = view.domain === 'classes' ? 3 : view.domain === 'probability' ? 2 : 0;
  if (count === 0 || !takesClassWeights(params.of ?? '')) return null;
  return (
    <details className={classes.more}>
      <summary>{names.word('losses.classWeights')}</summary>
      <div className={classes.controls}>
        {Array.from({ length: count }, (_, i) => (
          <RangeField
            key={INDEX[i]}
            id={`weight-${i}`}
            label={names.word('losses.weightOf', { index: count === 2 ? i : i + 1 })}
            value={numberIn(params, `class.weight${i}`, 1, 0, 100)}
            onChange={(value) => patch({ [`class.weight${i}`]: value === 1 ? null : say(value) })}
            min={0}
            max={5}
            most={100}
          />
        ))}
      </div>
    </details>
  );
}
