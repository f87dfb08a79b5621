/** What the commands decide before anything is installed. */
import { describe, expect, it } from 'vitest';
import { missingPackages, nodeIsSupported, npmErrorCode, run } from '../../../scripts/lib/project.mjs';

describe('nodeIsSupported', () => {
  it.each([
    ['18.20.0', false],
    ['20.18.3', false],
    ['20.19.0', true],
    ['21.7.0', false],
    ['22.11.0', false],
    ['22.12.0', true],
    ['24.0.0', true],
  ])('%s: %s', (version, supported) => expect(nodeIsSupported(version)).toBe(supported));
});

describe('missingPackages', () => {
  const lock = {
    packages: {
      '': { version: '0.1.0' },
      'node_modules/a': { version: '1.0.0' },
      'node_modules/b': { version: '2.0.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };

  it('finds what is absent or of another version, not what may be absent', () => {
    expect(missingPackages(lock, null)).toEqual(['node_modules/a', 'node_modules/b']);
    const installed = { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.9.0' } } };
    expect(missingPackages(lock, installed)).toEqual(['node_modules/b']);
  });
});

describe('npmErrorCode', () => {
  it('gives the code and nothing of the addresses around it', () => {
    expect(npmErrorCode('npm error code ENOTFOUND\nnpm error request to some.host failed')).toBe('ENOTFOUND');
    expect(npmErrorCode('')).toBe('unknown error');
  });
});

describe('run', () => {
  it('gives status and output', async () => {
    const script = 'process.stdout.write("out"); process.stderr.write("err"); process.exit(3)';
    const result = await run(process.execPath, ['-e', script], { quiet: true });
    expect(result).toEqual({ code: 3, stdout: 'out', stderr: 'err', timedOut: false });
  });

  it('ends a program and what it started when time is up', async () => {
    const inner = "require('http').createServer().listen(0, function () { console.log(this.address().port) })";
    const outer = `require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(inner)}], { stdio: 'inherit' });
      setInterval(() => {}, 1000)`;
    const result = await run(process.execPath, ['-e', outer], { quiet: true, timeoutMs: 1000 });
    expect(result.timedOut).toBe(true);
    expect(result.code).not.toBe(0);
    expect(Number(result.stdout)).toBeGreaterThan(0);
    await expect(fetch(`http://localhost:${Number(result.stdout)}/`)).rejects.toThrow('fetch failed');
  });

  it('says when a program does not exist', async () => {
    expect((await run('chainrule-no-such-program', [], { quiet: true })).code).toBe(127);
  });
});
