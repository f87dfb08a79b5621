/** One loss in words: how its value came about here, what it does to outliers, what it is for and what goes wrong. */
import { useMemo } from 'react';
import { measured, Panel } from '@/ui';
import { INDEX, Jacobian } from '../activations/VectorView';
import { type LossSetup, lossesOf } from '../model/losses';
import { lossFacts } from '../model/lossFacts';
import { lossFormulas } from '../model/lossFormulas';
import type { Names } from '../names';
import { Formulas } from '../parts/Formulas';
import classes from '../parts/parts.module.css';
import { type Fact, FactList, Words } from '../parts/Words';
import { tabHref } from '../state';
import type { LossView } from './view';

interface LossWordsProps {
  setup: LossSetup;
  view: LossView;
  names: Names;
  trainable: boolean;
}

export function LossWords({ setup, view, names, trainable }: LossWordsProps) {
  const { kind } = setup;
  const about = names.about('loss', kind);
  const lines = lossFormulas(setup, view.base, view.target);
  return (
    <>
      <Panel title={names.of('loss', kind)} id="formulas">
        {about && <p className={classes.about}>{about}</p>}
        <Formulas lines={lines} note={setup.head ? names.word(`losses.head.${setup.head}`) : undefined} />
        {view.domain === 'classes' && <GradientOfLogits setup={setup} view={view} names={names} />}
      </Panel>
      <Panel title={names.word('words.title')}>
        {!trainable && <p className={classes.alarm}>{names.word('losses.notTrainable')}</p>}
        <Words use={names.use('loss', kind)} wrong={names.wrong('loss', kind)} />
        <p className={classes.note}>
          <a className={classes.link} href={tabHref('own', { expr: 'log(1 + (p - t)^2)' })}>
            {names.word('losses.own')}
          </a>
        </p>
      </Panel>
      <Panel title={names.word('facts.title')} note={names.word('facts.note')}>
        <FactList facts={useFacts(setup, view, names)} />
      </Panel>
    </>
  );
}

function useFacts(setup: LossSetup, view: LossView, names: Names): Fact[] {
  const key = JSON.stringify([setup, view.base.filter((_, i) => i !== view.axis), view.axis, view.target, view.range]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says all that is read.
  const facts = useMemo(() => lossFacts(setup, view.base, view.axis, view.target, view.range), [key]);
  const { word } = names;
  const letter = word(`losses.letter.${view.letter}`, { index: INDEX[view.axis] });
  const far = word('losses.facts.far', {
    near: measured(facts.pulls[0].slope),
    nearAt: measured(facts.pulls[0].x),
    far: measured(facts.pulls[1].slope),
    farAt: measured(facts.pulls[1].x),
    along: letter,
  });
  return [
    {
      name: word('losses.facts.least'),
      value: word(`losses.facts.leastIs.${facts.leastIs}`, {
        value: measured(facts.least),
        x: measured(facts.leastAt),
        along: letter,
      }),
    },
    { name: word('losses.facts.shape', { along: letter }), value: word(`facts.curved.${facts.curved}`) },
    { name: word('losses.facts.pull'), value: far },
    { name: word('losses.facts.pullKind'), value: word(`losses.facts.pulls.${facts.pull}`) },
  ];
}

/** The whole gradient at the chosen logits, with the prediction and target it comes from. */
function GradientOfLogits({ setup, view, names }: Omit<LossWordsProps, 'trainable'>) {
  const { gradient } = lossesOf(setup, Float64Array.from(view.base), Float64Array.from(view.target));
  return (
    <div className={classes.gradient}>
      <h3>{names.word('losses.gradientOfLogits')}</h3>
      <Jacobian
        values={Array.from(gradient)}
        rowNames={['∂L']}
        columnName="z"
        label={names.word('losses.gradientOfLogits')}
      />
    </div>
  );
}
