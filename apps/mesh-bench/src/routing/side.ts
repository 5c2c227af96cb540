import { measureNlpjs } from './measure-nlpjs.js';
import { measureRouter } from './measure-router.js';
import { readIntentSet } from './intent-set.js';

/** One side of the comparison in a process of its own, so that neither one's memory or garbage is the other's. */
const [, , side, path = '', root = ''] = process.argv;
const set = readIntentSet(path);
const measured = side === 'nlpjs' ? await measureNlpjs(set, root) : await measureRouter(set);
process.send?.(measured, () => process.disconnect());
