/** Practice: answers as people write them, when they count as right, and which mistake a wrong one comes from. */
import { describe, expect, it } from 'vitest';
import { agrees, agreesTo, nearly } from '@/core/practice/agree';
import { type Answer, parseAnswer } from '@/core/practice/answer';
import { diagnose, type MistakeCode, mistakesOf, type Task } from '@/core/practice/diagnose';

const value = (text: string): number => {
  const parsed = parseAnswer(text);
  if (!parsed.ok) throw new Error(`${text}: ${parsed.code} at ${parsed.at}`);
  return parsed.answer.value;
};
const digits = (text: string) => {
  const parsed = parseAnswer(text);
  return parsed.ok ? parsed.answer.digits : undefined;
};
const refused = (text: string) => {
  const parsed = parseAnswer(text);
  return parsed.ok ? parsed.answer.value : [parsed.code, parsed.at];
};

describe('a number as people write it', () => {
  it.each([
    ['0.5', 0.5],
    ['0,5', 0.5],
    ['-0.0979', -0.0979],
    ['−0,0979', -0.0979],
    ['+3', 3],
    ['.25', 0.25],
    ['5.', 5],
    ['3/8', 0.375],
    ['−3/8', -0.375],
    ['3 / −8', -0.375],
    ['0,5/4', 0.125],
    ['1e-3', 0.001],
    ['1,2E+3', 1200],
    ['1.2×10^-3', 0.0012],
    ['1,2 · 10⁻³', 0.0012],
    ['-1.2*10^(-3)', -0.0012],
    ['10^-3', 0.001],
    ['1,000', 1],
    ['－１．５', -1.5],
    [' 2 ', 2],
    ['-0', 0],
  ])('reads %s', (text, expected) => expect(value(text)).toBe(expected));

  it.each([
    ['', 'empty', 0],
    ['  ', 'empty', 0],
    ['abc', 'character', 0],
    ['0.5 z', 'character', 4],
    ['50%', 'percent', 2],
    ['1,000.5', 'separators', 5],
    ['1.000.000', 'separators', 5],
    ['1 000', 'thousands', 2],
    ["1'000", 'thousands', 1],
    ['1 1/2', 'mixed', 2],
    ['-', 'digits', 1],
    ['.', 'digits', 0],
    ['3/', 'denominator', 2],
    ['3/4/5', 'denominator', 3],
    ['3/0', 'zeroDenominator', 2],
    ['1e', 'exponent', 2],
    ['2×5', 'exponent', 2],
    ['2×10', 'exponent', 4],
    ['1e999', 'tooLarge', 0],
    ['NaN', 'character', 0],
  ])('says what is wrong with "%s"', (text, code, at) => expect(refused(text)).toEqual([code, at]));

  it('counts the significant digits that are written', () => {
    expect(digits('0.0979')).toBe(3);
    expect(digits('0,50')).toBe(2);
    expect(digits('1.20e-3')).toBe(3);
    expect(digits('1200')).toBe(2);
    expect(digits('0')).toBe(1);
    expect(digits('3/8')).toBeNull();
  });

  it('reads every number back that it could have been written as', () => {
    let seed = 7;
    const random = () => {
      seed = (seed * 16807) % 2147483647;
      return seed / 2147483647;
    };
    for (let i = 0; i < 300; i++) {
      const x = (random() - 0.5) * 10 ** Math.floor(random() * 12 - 6);
      const texts = [String(x), x.toExponential(), String(x).replace('.', ','), String(x).replace('-', '−')];
      for (const text of texts) expect(value(text)).toBe(x);
      const [mantissa, power] = x.toExponential(4).split('e');
      expect(value(`${mantissa}×10^${Number(power)}`)).toBe(Number(x.toExponential(4)));
    }
  });
});

const written = (text: string): Answer => {
  const parsed = parseAnswer(text);
  if (!parsed.ok) throw new Error(parsed.code);
  return parsed.answer;
};
const right = (exact: number, text: string, asked = 3) => agrees(exact, written(text), asked);

describe('tolerance by significant digits', () => {
  it('takes the exact value rounded to what was written', () => {
    expect(right(-0.0979392, '-0.0979')).toBe(true);
    expect(right(-0.0979392, '-0,097939')).toBe(true);
    expect(right(-0.0979392, '-0.0980')).toBe(false);
    expect(right(-0.0979392, '-0.09793')).toBe(false);
    expect(right(-0.0979392, '-0.098', 2)).toBe(true);
    expect(right(-0.0979392, '0.0979')).toBe(false);
    expect(right(0.375, '3/8', 4)).toBe(true);
    expect(right(1 / 3, '1/3', 4)).toBe(true);
    expect(right(1 / 3, '0.33', 2)).toBe(true);
    expect(right(2, '2', 4)).toBe(true);
    expect(right(9.996, '10')).toBe(true);
    expect(right(0.125, '0.12', 2) && right(0.125, '0.13', 2)).toBe(true);
  });

  it('knows zero only as zero, and nothing as infinity', () => {
    expect(right(0, '0')).toBe(true);
    expect(right(1e-17, '0')).toBe(true);
    expect(right(0, '0.0001')).toBe(false);
    expect(right(0.0001, '0')).toBe(false);
    expect(right(Number.NaN, '0')).toBe(false);
    expect(right(Number.POSITIVE_INFINITY, '1e300')).toBe(false);
  });

  it('tells what is nearly right', () => {
    expect(nearly(-0.0979392, written('-0.098'), 3)).toBe('coarse');
    expect(nearly(-0.0979392, written('-0.1'), 3)).toBe('coarse');
    expect(nearly(-0.0979392, written('-0.0978'), 3)).toBe('last');
    expect(nearly(-0.0979392, written('-0.07'), 3)).toBeNull();
    expect(nearly(-0.0979392, written('-0.0979'), 3)).toBeNull();
  });

  it('accepts every rounding of a number, and no neighbour of it', () => {
    for (let i = 1; i < 200; i++) {
      const exact = Math.sin(i) * 10 ** ((i % 9) - 4);
      for (const n of [2, 3, 4, 6]) {
        const text = exact.toPrecision(n);
        expect(right(exact, text, 2)).toBe(true);
        const unit = 10 ** (Math.floor(Math.log10(Math.abs(exact))) - n + 1);
        expect(agreesTo(exact, Number(text) + 2 * unit, n)).toBe(false);
      }
    }
  });
});

const NOTHING: Task = {
  exact: 1,
  terms: [],
  paths: [],
  bias: null,
  before: null,
  output: null,
  withUpdated: null,
  batch: 1,
  update: null,
};
const part = (symbol: string, value: number) => ({ symbol, value });
const path = (name: string, upstream: number, local: number) => ({
  upstream: part(`g_${name}`, upstream),
  local: part(`l_${name}`, local),
});
const said = (task: Task, answer: number, asked = 3) =>
  diagnose(task, written(answer.toPrecision(5)), asked)?.code ?? null;

const slope: Task = {
  ...NOTHING,
  exact: -0.3785 * 0.2352,
  paths: [path('a', -0.3785, 0.2352)],
  output: part('a', 0.6215),
};
const forked: Task = {
  ...NOTHING,
  exact: 0.4 * 1.1 - 0.2 * 0.7,
  paths: [path('1', 0.4, 1.1), path('2', -0.2, 0.7)],
  terms: [part('p_1', 0.44), part('p_2', -0.14)],
  withUpdated: 0.4 * 1.05 - 0.2 * 0.73,
  batch: 4,
};
const bias = part('b', 0.1);
const weighted: Task = {
  ...NOTHING,
  exact: 0.8 - 0.23 + 0.1,
  terms: [part('p_1', 0.8), part('p_2', -0.23), bias],
  bias,
};
const update: Task = {
  ...NOTHING,
  exact: 1.1 - 0.5 * 0.0623,
  update: { old: part('w', 1.1), gradient: part('g', 0.0623), learningRate: part('\\eta', 0.5) },
};

describe('what a wrong answer comes from', () => {
  it.each<[string, Task, number, MistakeCode | null]>([
    ['the other sign', slope, 0.3785 * 0.2352, 'sign'],
    ['what arrives alone', slope, -0.3785, 'local'],
    ['the slope alone', slope, 0.2352, 'upstream'],
    ['value for derivative', slope, -0.3785 * 0.6215, 'derivative'],
    ['added', slope, -0.3785 + 0.2352, 'added'],
    ['twice', slope, -0.3785 * 0.2352 * 2, 'double'],
    ['half', slope, (-0.3785 * 0.2352) / 2, 'half'],
    ['a slip of the point', slope, -0.3785 * 2.352, 'decimalPoint'],
    ['one path left out', forked, 0.44, 'path'],
    ['a path without its derivative', forked, 0.4 - 0.14, 'local'],
    ['weights already updated', forked, 0.4 * 1.05 - 0.2 * 0.73, 'updatedWeight'],
    ['not divided by the batch', forked, 1.2, 'batch'],
    ['divided twice', forked, 0.075, 'batchTwice'],
    ['no bias', weighted, 0.57, 'bias'],
    ['a term left out', weighted, 0.9, 'term'],
    ['one term alone', weighted, 0.8, 'onlyTerm'],
    ['before the activation', { ...NOTHING, exact: 0.6457, before: part('z', 0.6) }, 0.6, 'activation'],
    ['the wrong way', update, 1.1 + 0.5 * 0.0623, 'direction'],
    ['without the learning rate', update, 1.1 - 0.0623, 'learningRate'],
    ['not updated', update, 1.1, 'oldValue'],
    ['only the step', update, 0.5 * 0.0623, 'stepOnly'],
    ['something else', slope, 17.77, null],
  ])('%s', (_, task, answer, code) => expect(said(task, answer)).toBe(code));

  it('names what is missing', () => {
    expect(diagnose(slope, written('-0.3785'), 3)?.symbols).toEqual({ upstream: 'g_a', local: 'l_a' });
    expect(diagnose(forked, written('0.44'), 3)?.symbols.local).toBe('l_2');
    expect(diagnose(weighted, written('0.9'), 3)?.symbols.term).toBe('p_2');
  });

  it('sees a wrong sign besides another mistake', () => {
    expect(diagnose(slope, written('0.3785'), 3)).toMatchObject({ code: 'local', signToo: true });
  });

  it('calls a rounded answer nearly right, and never blames a right one', () => {
    expect(diagnose(slope, written('-0.09'), 3)?.code).toBe('coarse');
    for (const task of [slope, forked, weighted, update]) {
      expect(diagnose(task, written(String(task.exact)), 3)).toBeNull();
      for (const { value: v, code } of mistakesOf(task)) {
        const made = diagnose(task, written(v.toPrecision(6)), 2);
        expect(made, code).not.toBeNull();
      }
    }
  });
});
