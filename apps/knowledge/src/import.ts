import { describeImport } from './import-sops/describe-import.js';
import { importSops } from './import-sops/import-sops.js';
import { runCommand } from './run-command.js';

const folders = process.argv.slice(2);
if (folders.length === 0) {
  process.stderr.write('Usage: import.js <folder of SOPs>...\n');
  process.exit(64);
}
await runCommand('import', async (publisher, database) => {
  const report = await importSops({ database, publisher }, folders);
  return { lines: describeImport(report), ok: report.refused.length === 0 };
});
