/** Functions that are typed in: derivatives, faults with their place, limits. */
import { describe, expect, it } from 'vitest';
import {
  centralDifference,
  holesOf,
  MOST_CHARACTERS,
  type OwnFunction,
  readOwn,
  valuesOf,
} from '@/panels/functions/model/own';

const fn = (text: string): OwnFunction => {
  const read = readOwn(text);
  if ('fault' in read) throw new Error(read.fault.code);
  return read.fn;
};
const fault = (text: string) => {
  const read = readOwn(text);
  return 'fault' in read ? read.fault : null;
};

describe('a function that is typed in', () => {
  it('is differentiated twice, its other names become sliders', () => {
    const own = fn('a * sin(b * x) + x^2');
    expect(own.variable).toBe('x');
    expect(own.names).toEqual(['a', 'b']);
    const { f, first, second } = valuesOf(own, [2, 3]);
    expect(first(0.7)).toBeCloseTo(centralDifference(f, 0.7), 7);
    expect(second?.(0.7)).toBeCloseTo(centralDifference(first, 0.7), 6);
  });

  it('takes p for the variable of a loss', () => {
    const own = fn('log(1 + (p - t)^2)');
    expect([own.variable, own.names]).toEqual(['p', ['t']]);
  });

  it('points at the fault', () => {
    expect(fault('x + * 2')).toMatchObject({ code: 'unexpectedToken', position: 4, length: 1 });
    expect(fault('x + foo(2)')).toMatchObject({ code: 'unknownFunction', position: 4, length: 3 });
    expect(fault('max(x)')).toMatchObject({ code: 'wrongArity' });
    expect(fault('(x + 1')).toMatchObject({ code: 'unexpectedEnd', position: 6 });
    expect(fault('  ')).toMatchObject({ code: 'empty' });
  });

  it('refuses what is too long, too deep or grows too large', () => {
    expect(fault('x+'.repeat(MOST_CHARACTERS))).toMatchObject({ code: 'tooLong', position: MOST_CHARACTERS });
    expect(fault(`${'('.repeat(199)}x`)).not.toBeNull();
    expect(fault(`${'sin('.repeat(60)}x${')'.repeat(60)}`)).toMatchObject({ code: 'tooLarge' });
    const nested = fn(`${'sin('.repeat(30)}x${')'.repeat(30)}`);
    expect(nested.second).toBeNull();
    expect(fault('a+b+c+d+g+h+i+j+k+x')).toMatchObject({ code: 'tooManyNames' });
  });

  it('knows where there are no values', () => {
    expect(holesOf(Math.log, [-4, 4])).toEqual([[-4, expect.closeTo(0, 3)]]);
    expect(holesOf((x) => Math.sqrt(x * x - 1), [-4, 4])).toEqual([[expect.closeTo(-1, 3), expect.closeTo(1, 3)]]);
    expect(holesOf(Math.sin, [-4, 4])).toEqual([]);
  });
});
