import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { queriesText } from '#query-plans';
import { describeQueries } from './describe-queries.js';

writeFileSync(join(import.meta.dirname, 'knowledge.sql'), queriesText(await describeQueries()));
