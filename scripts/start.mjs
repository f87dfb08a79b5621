/**
 * `npm start`: from a fresh clone to the page in the browser. Installs what is missing, prepares the data, builds the
 * page unless that is done, serves it, prints its address and opens it. Ctrl-C ends everything. This is the page as
 * visitors get it, there at once; while working on the code, `npm run dev` shows every change.
 *
 *   PORT=8080        this port and no other (without it, the first free one from 4173)
 *   --no-open        do not open a browser
 */
import { spawn } from 'node:child_process';
import { ensureDependencies, main, ROOT, requireNode, UserError } from './lib/project.mjs';

const FIRST_PORT = 4173;

/** The command that opens an address here, or null where there is no screen to open it on. */
function opener() {
  if (process.platform === 'darwin') return ['open'];
  if (process.platform === 'win32') return ['cmd', '/c', 'start', ''];
  return process.env.DISPLAY || process.env.WAYLAND_DISPLAY ? ['xdg-open'] : null;
}

/** Opens the address; that there is no browser to open is no failure, the address is printed anyway. */
function open(address) {
  const command = opener();
  if (!command || process.env.CI || process.argv.includes('--no-open')) return;
  const child = spawn(command[0], [...command.slice(1), address], { stdio: 'ignore', detached: true });
  child.on('error', () => undefined);
  child.unref();
}

function chosenPort() {
  const text = process.env.PORT;
  if (!text) return null;
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65536) return port;
  throw new UserError(`PORT is set to "${text}"; it must be a whole number from 1 to 65535.`);
}

await main(async () => {
  requireNode();
  const port = chosenPort();
  await ensureDependencies();
  const { prepareAll } = await import('./datasets.mjs');
  await prepareAll();
  const { buildIsFresh, ensureBuild } = await import('./lib/build.mjs');
  if (!buildIsFresh()) console.log('Building the page …');
  await ensureBuild();
  const { preview } = await import('vite');
  let server;
  try {
    server = await preview({
      root: ROOT,
      logLevel: 'error',
      preview: { port: port ?? FIRST_PORT, strictPort: port !== null },
    });
  } catch (error) {
    throw new UserError(`The server could not be started: ${error.message}. Set PORT to a free port and try again.`);
  }
  const address = server.resolvedUrls?.local[0] ?? `http://localhost:${port ?? FIRST_PORT}/`;
  console.log(`\nChainrule is running at  ${address}\nCtrl-C ends it.\n`);
  open(address);
  const stop = () => {
    // Open connections may keep the server from closing; nobody waits for them.
    setTimeout(() => process.exit(0), 300);
    void server.close().then(() => process.exit(0));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
});
