#!/usr/bin/env node
/**
 * The way into everything that runs from this checkout. It needs nothing but Node >= 20 and npm: it installs what
 * package-lock.json says, builds, and hands over to the pinned Node.
 *
 *   node deploy/local/bootstrap.mjs start               the whole mesh (npm start)
 *   node deploy/local/bootstrap.mjs dev                 the same, rebuilt and restarted when a file changes
 *   node deploy/local/bootstrap.mjs test [jest args]    every check and every test
 *   node deploy/local/bootstrap.mjs build               only what comes before these
 *   node deploy/local/bootstrap.mjs run <file> [args]   a built file, e.g. dist/apps/mesh-bench/src/main.js
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onParentGone } from './parent.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const wantedMajor = 20;
const scripts = {
  start: 'dist/deploy/local/src/start.js',
  dev: 'dist/deploy/local/src/start.js',
  test: 'dist/deploy/local/src/test.js',
};

const say = (line) => process.stdout.write(`${line}\n`);

function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function pinnedNode() {
  const node = join(root, 'node_modules', '.bin', 'node');
  if (existsSync(node)) return node;
  return refuse(
    'The pinned Node is missing from node_modules: delete node_modules, allow npm to run install scripts, and start again.',
  );
}

/**
 * Runs a file with the pinned Node and ends as it ends. The channel between the two lets the file notice when this process
 * is gone. `onInterrupt` is for a SIGINT: one from a terminal has reached the child as well, one from elsewhere has not.
 */
function handOver(file, args, onInterrupt, flags = []) {
  const node = pinnedNode();
  const path = `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`;
  const child = spawn(node, [...flags, file, ...args], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: path },
  });
  process.on('SIGINT', () => onInterrupt(child));
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
  return child;
}

const tell = (child, message) => void (child.connected && child.send(message));

async function main([command, ...args]) {
  if (Number(process.versions.node.split('.')[0]) < wantedMajor)
    refuse(`Node ${wantedMajor} or newer is needed; this is ${process.versions.node}.`);
  if (!(command in scripts) && command !== 'run' && command !== 'build')
    refuse('Usage: node deploy/local/bootstrap.mjs start | dev | test | build | run <file> [args]');
  let child;
  onParentGone(() => (child ? child.kill('SIGTERM') : process.exit(1)));
  const { ensureModules } = await import('./install.mjs');
  await ensureModules(root, say);
  const { build } = await import('./build.mjs');
  await build(root, say);
  if (command === 'build') return;
  const [file, rest] = command === 'run' ? [args[0], args.slice(1)] : [scripts[command], args];
  if (!file || !existsSync(join(root, file))) refuse(`There is no ${file ?? 'file to run'}.`);
  const isMesh = command === 'start' || command === 'dev';
  const onInterrupt = isMesh ? (child) => tell(child, { stop: true }) : (child) => child.kill('SIGINT');
  // Who only watches over others needs no room for much that is new.
  const flags = isMesh ? ['--max-semi-space-size=2'] : [];
  child = handOver(join(root, file), rest, onInterrupt, flags);
  if (command === 'dev') {
    const { watch } = await import('./watch.mjs');
    watch(root, say, (changed) => tell(child, { changed }));
  }
}

main(process.argv.slice(2)).catch((error) =>
  refuse(error.forPeople ? error.message : `It could not start: ${error.stack}`),
);
