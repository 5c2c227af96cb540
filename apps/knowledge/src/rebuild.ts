import { rebuildProjection } from './index-sops/rebuild-projection.js';
import { runCommand } from './run-command.js';

await runCommand('rebuild', async ({ log, indexer }, database) => {
  const sops = await rebuildProjection({ database, log, indexer });
  return { lines: [`${sops} SOPs rebuilt from the log`], ok: true };
});
