/** One activation in words: its formulas at the point, what was found out by looking at it, and what to know about it. */
import { useMemo } from 'react';
import { measured, Panel } from '@/ui';
import { formulasAt, LEAKY_SLOPE, type ScalarFunction } from '../model/activations';
import { type Facts, factsOf, type Interval, isZeroCentred } from '../model/facts';
import type { Names } from '../names';
import { Formulas, texNumber } from '../parts/Formulas';
import classes from '../parts/parts.module.css';
import { type Fact, FactList, Words } from '../parts/Words';

interface ActivationWordsProps {
  fn: ScalarFunction;
  x: number;
  names: Names;
}

export function ActivationWords({ fn, x, names }: ActivationWordsProps) {
  const facts = useMemo(() => factsOf(fn), [fn]);
  const about = names.about('activation', fn.kind);
  const notes = [
    fn.usesOutput && names.word('activations.usesOutput'),
    facts.kinkAtZero && names.word('activations.kink'),
    fn.kind === 'leakyReLU' && names.word('activations.alphaNote', { slope: LEAKY_SLOPE }),
  ].filter(Boolean);
  return (
    <>
      <Panel title={names.of('activation', fn.kind)} id="formulas">
        {about && <p className={classes.about}>{about}</p>}
        <Formulas lines={formulasAt(fn, x, texNumber)} note={notes.length > 0 ? notes.join(' ') : undefined} />
      </Panel>
      <Panel title={names.word('words.title')}>
        <Words use={names.use('activation', fn.kind)} wrong={names.wrong('activation', fn.kind)} />
      </Panel>
      <Panel title={names.word('facts.title')} note={names.word('facts.note')} id="facts">
        <FactList facts={factsInWords(facts, names)} />
      </Panel>
    </>
  );
}

const short = (value: number) => measured(Math.abs(value) < 1e-9 ? 0 : value, 3);

/** Where something holds, as people write it: x < −4.6, −1 < x < 1. */
function where([low, high]: Interval, names: Names): string {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return names.word('facts.everywhere');
  if (low === Number.NEGATIVE_INFINITY) return `x < ${short(high)}`;
  if (high === Number.POSITIVE_INFINITY) return `x > ${short(low)}`;
  return `${short(low)} < x < ${short(high)}`;
}

/** An extreme in the middle is said with its place. */
function reach(value: number, at: number | null, names: Names): string {
  return at === null ? short(value) : names.word('facts.valueAt', { value: short(value), x: short(at) });
}

export function factsInWords(facts: Facts, names: Names): Fact[] {
  const { word } = names;
  const flat = facts.flat.map((interval) => where(interval, names));
  return [
    {
      name: word('facts.range'),
      value: word('facts.fromTo', {
        from: reach(facts.range[0], facts.lowestAt, names),
        to: reach(facts.range[1], facts.highestAt, names),
      }),
    },
    {
      name: word('facts.atZero'),
      value: facts.kinkAtZero
        ? word('facts.kinkAtZero', {
            value: short(facts.atZero.value),
            left: short(facts.kinkAtZero[0]),
            right: short(facts.kinkAtZero[1]),
            slope: short(facts.atZero.slope),
          })
        : word('facts.valueAndSlope', { value: short(facts.atZero.value), slope: short(facts.atZero.slope) }),
    },
    {
      name: word('facts.flat'),
      value: flat.length === 0 ? word('facts.nowhere') : flat.join(word('facts.or')),
    },
    { name: word('facts.steepest'), value: short(facts.steepest) },
    { name: word('facts.direction'), value: word(`facts.monotone.${facts.monotone}`) },
    { name: word('facts.shape'), value: word(facts.jumps ? 'facts.curved.jumps' : `facts.curved.${facts.curved}`) },
    {
      name: word('facts.mean'),
      value: word(isZeroCentred(facts) ? 'facts.centred' : 'facts.notCentred', {
        mean: short(facts.mean),
        deviation: short(facts.deviation),
      }),
    },
    {
      name: word('facts.squaredSlope'),
      value: word(facts.squaredSlope < 1e-9 ? 'facts.noGradient' : 'facts.gradient', {
        share: short(Math.sqrt(facts.squaredSlope)),
      }),
    },
  ];
}
