/**
 * `npm start`: from a fresh clone to the page in the browser. Installs what is missing, prepares the data, starts the
 * server, prints its address and opens it. Ctrl-C ends everything.
 *
 *   PORT=8080        this port and no other (without it, the first free one from 5173)
 *   --no-open        do not open a browser
 */
import { spawn } from 'node:child_process';
import { ensureDependencies, main, ROOT, requireNode, UserError } from './lib/project.mjs';

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
  const { createServer } = await import('vite');
  const server = await createServer({ root: ROOT, server: { strictPort: port !== null, ...(port ? { port } : {}) } });
  try {
    await server.listen();
  } catch (error) {
    await server.close();
    throw new UserError(`The server could not be started: ${error.message}. Set PORT to a free port and try again.`);
  }
  const address = server.resolvedUrls?.local[0] ?? `http://localhost:${server.config.server.port}/`;
  console.log(`\nChainrule is running at  ${address}\nCtrl-C ends it.\n`);
  open(address);
  const stop = async () => {
    await server.close();
    process.exit(0);
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
});
