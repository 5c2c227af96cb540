import { writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { describeContracts } from './describe-contracts.js';

const file = 'libs/contracts/contracts.snapshot.json';
const style = await resolveConfig(file);
writeFileSync(file, await format(JSON.stringify(describeContracts()), { ...style, parser: 'json' }));
