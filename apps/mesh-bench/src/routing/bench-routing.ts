import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureClub } from './club.js';
import { measureIntents } from './intent-bench.js';
import { printLimits } from './limits.js';
import { readAssistants } from './read-assistants.js';

/**
 * `npm run bench:routing`: asks the router alone every labeled question of the club. `--wrong` shows what went wrong in the
 * development half; `--fit` prints how the router's options were fitted; `--limits` measures the smallest and the largest
 * clubs. `--data FILE.jsonl` runs any intent set through
 * the same router instead, beside nlp.js.
 */
const { values } = parseArgs({
  options: {
    data: { type: 'string' },
    wrong: { type: 'boolean', default: false },
    fit: { type: 'boolean', default: false },
    limits: { type: 'boolean', default: false },
  },
});
const root = join(import.meta.dirname, '../../../../..');
if (values.data !== undefined) await measureIntents(resolve(values.data), root);
else if (values.limits) await printLimits(root, readAssistants(root));
else process.exitCode = measureClub(root, values) ? 0 : 1;
