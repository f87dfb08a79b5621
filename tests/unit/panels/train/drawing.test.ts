/** Strokes and the "latest wins" rule, without a canvas and without an engine. */
import { describe, expect, it } from 'vitest';
import { latestOnly } from '@/panels/train/draw/latest';
import { drawStroke, extend, type Pen } from '@/panels/train/draw/strokes';

function recorder() {
  const calls: string[] = [];
  const note =
    (name: string) =>
    (...values: (number | boolean | undefined)[]) => {
      calls.push([name, ...values.map((value) => Number(value).toFixed(1))].join(' '));
    };
  const pen: Pen = {
    beginPath: note('begin'),
    moveTo: note('move'),
    lineTo: note('line'),
    quadraticCurveTo: note('curve'),
    arc: note('arc'),
    stroke: () => calls.push('stroke'),
    fill: () => calls.push('fill'),
    lineWidth: 1,
    lineCap: 'butt',
    lineJoin: 'miter',
  };
  return { pen, calls };
}

describe('strokes', () => {
  it('a tap is a dot of the pen’s size', () => {
    const { pen, calls } = recorder();
    drawStroke(pen, { points: [0.5, 0.25], thickness: 0.1 }, 200);
    expect(calls).toEqual(['begin', 'arc 100.0 50.0 10.0 0.0 6.3', 'fill']);
  });

  it('a stroke ends at its last point and passes the middles between', () => {
    const { pen, calls } = recorder();
    drawStroke(pen, { points: [0, 0, 0.5, 0, 0.5, 1], thickness: 0.1 }, 100);
    expect(calls).toEqual(['begin', 'move 0.0 0.0', 'curve 50.0 0.0 50.0 50.0', 'line 50.0 100.0', 'stroke']);
    expect(pen.lineWidth).toBe(10);
  });

  it('nothing is drawn for no points, and a pen that rests adds none', () => {
    const { pen, calls } = recorder();
    const empty = { points: [], thickness: 0.1 };
    drawStroke(pen, empty, 100);
    expect(calls).toEqual([]);
    const one = extend(empty, 0.1, 0.2);
    expect(extend(one, 0.1, 0.2)).toBe(one);
    expect(extend(one, 0.1, 0.3).points).toEqual([0.1, 0.2, 0.1, 0.3]);
    expect(empty.points).toEqual([]);
  });
});

describe('latestOnly', () => {
  /** A request whose answers come when the test says so. */
  function controlled() {
    const open: { question: number; answer: (value: string) => void; fail: (reason: Error) => void }[] = [];
    const request = (question: number) =>
      new Promise<string>((answer, fail) => {
        open.push({ question, answer, fail });
      });
    return { open, request };
  }
  const settled = () => new Promise((resolve) => setTimeout(resolve, 0));

  it('skips questions that a newer one replaced while an answer was awaited', async () => {
    const { open, request } = controlled();
    const delivered: [string, number][] = [];
    const latest = latestOnly(
      request,
      (answer, question) => delivered.push([answer, question]),
      () => {},
    );
    latest.ask(1);
    latest.ask(2);
    latest.ask(3);
    expect(open.map((entry) => entry.question)).toEqual([1]);
    open[0].answer('one');
    await settled();
    expect(open.map((entry) => entry.question)).toEqual([1, 3]);
    open[1].answer('three');
    await settled();
    expect(delivered).toEqual([
      ['one', 1],
      ['three', 3],
    ]);
  });

  it('drops the answer to a cancelled question and goes on with the next', async () => {
    const { open, request } = controlled();
    const delivered: string[] = [];
    const latest = latestOnly(
      request,
      (answer) => delivered.push(answer),
      () => {},
    );
    latest.ask(1);
    latest.cancel();
    open[0].answer('late');
    await settled();
    latest.ask(2);
    open[1].answer('two');
    await settled();
    expect(delivered).toEqual(['two']);
  });

  it('reports a failure and still asks the next question', async () => {
    const { open, request } = controlled();
    const failures: unknown[] = [];
    const delivered: string[] = [];
    const latest = latestOnly(
      request,
      (answer) => delivered.push(answer),
      (reason) => failures.push(reason),
    );
    latest.ask(1);
    latest.ask(2);
    open[0].fail(new Error('engine gone'));
    await settled();
    open[1].answer('two');
    await settled();
    expect(failures).toHaveLength(1);
    expect(delivered).toEqual(['two']);
  });
});
