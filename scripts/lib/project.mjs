/**
 * What the commands of this project share before anything is installed: the root folder, the Node version they need,
 * running a program, and installing what is missing. Node's own modules only.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** An expected failure: its message is meant for the person at the terminal, and needs no stack. */
export class UserError extends Error {}

/**
 * Whether a Node version can run this project (Vite's own condition: 20.19 or later in 20, or 22.12 and later).
 *
 * @param {string} version Such as `20.19.0`.
 */
export function nodeIsSupported(version) {
  const [major, minor] = version.split('.').map(Number);
  return (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22;
}

/** @throws {UserError} When this Node is too old. */
export function requireNode() {
  const version = process.versions.node;
  if (nodeIsSupported(version)) return;
  throw new UserError(
    `Chainrule needs Node.js 20.19 or later (or 22.12 or later); this is ${version}. Install a newer one and try again.`,
  );
}

/**
 * Runs a program to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, quiet?: boolean, timeoutMs?: number }} [options] `quiet` collects the output
 *   instead of showing it; past `timeoutMs` the program and all it started are ended.
 * @returns {Promise<{ code: number, stdout: string, stderr: string, timedOut: boolean }>} `code` is 1 when it ended by
 *   a signal, 127 when it could not be started.
 */
export function run(command, args, { env = {}, quiet = false, timeoutMs = 0 } = {}) {
  const windows = process.platform === 'win32';
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: quiet ? ['ignore', 'pipe', 'pipe'] : ['ignore', 'inherit', 'inherit'],
      // Its own group, so that a time-out also ends the browsers and servers it started.
      detached: timeoutMs > 0 && !windows,
      // npm is a batch file there.
      shell: windows && !isAbsolute(command),
    });
    const result = { code: 0, stdout: '', stderr: '', timedOut: false };
    child.stdout?.on('data', (chunk) => {
      result.stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      result.stderr += chunk;
    });
    const endGroup = (signal) => {
      try {
        if (windows || timeoutMs === 0) child.kill(signal);
        else process.kill(-child.pid, signal);
      } catch {
        // It has ended by itself.
      }
    };
    let interruptedBy = null;
    const interrupted = (signal) => {
      interruptedBy = signal;
      endGroup(signal);
    };
    process.on('SIGINT', interrupted);
    process.on('SIGTERM', interrupted);
    let killTimer;
    const timer =
      timeoutMs > 0 &&
      setTimeout(() => {
        result.timedOut = true;
        endGroup('SIGTERM');
        killTimer = setTimeout(() => endGroup('SIGKILL'), 5000);
      }, timeoutMs);
    const finish = (code) => {
      if (timer) clearTimeout(timer);
      if (killTimer) clearTimeout(killTimer);
      process.off('SIGINT', interrupted);
      process.off('SIGTERM', interrupted);
      if (interruptedBy) process.exit(130);
      resolve({ ...result, code });
    };
    child.on('error', () => finish(127));
    child.on('close', (code) => finish(code ?? 1));
  });
}

/** Runs npm; see `run`. */
export function npm(args, options) {
  const cli = process.env.npm_execpath;
  return cli?.endsWith('npm-cli.js') ? run(process.execPath, [cli, ...args], options) : run('npm', args, options);
}

/** The error code npm ended with (`ENOTFOUND`, `E404`), without the addresses its messages hold. */
export function npmErrorCode(stderr) {
  return /^npm (?:error|ERR!) code (\S+)/m.exec(stderr)?.[1] ?? 'unknown error';
}

/**
 * Packages of the lock file that are not installed in the version it names. Optional ones (other platforms' binaries)
 * may be missing.
 *
 * @param {{ packages: Record<string, { version?: string, optional?: boolean, link?: boolean }> }} lock
 * @param {{ packages: Record<string, { version?: string }> } | null} installed npm's record of what it installed.
 * @returns {string[]} Their folders.
 */
export function missingPackages(lock, installed) {
  return Object.entries(lock.packages)
    .filter(([path, wanted]) => path !== '' && !wanted.optional && !wanted.link)
    .filter(([path, wanted]) => installed?.packages[path]?.version !== wanted.version)
    .map(([path]) => path);
}

function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}

/**
 * Installs the packages of the lock file, unless they are all there.
 *
 * @throws {UserError} When npm fails.
 */
export async function ensureDependencies() {
  const lock = readJson(join(ROOT, 'package-lock.json'));
  if (!lock) throw new UserError('package-lock.json is missing or damaged; get it back from the repository.');
  const missing = missingPackages(lock, readJson(join(ROOT, 'node_modules/.package-lock.json')));
  if (missing.length === 0 && existsSync(join(ROOT, 'node_modules/vite/package.json'))) return;
  console.log(`Installing ${missing.length} packages …`);
  const { code } = await npm(['ci', '--no-audit', '--no-fund', '--loglevel=error']);
  if (code !== 0) {
    throw new UserError(
      'Installing the packages failed (npm says why above). Check the network connection and try again.',
    );
  }
}

/** Runs a command's main function; a UserError prints its message alone, and the exit status is 1. */
export async function main(body) {
  try {
    await body();
  } catch (error) {
    console.error(error instanceof UserError ? `\n${error.message}` : error);
    process.exitCode = 1;
  }
}
