import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { queriesText, scansOnHotPaths, type QueriesFile } from '#query-plans';
import { describeQueries } from './describe-queries.js';

let queries: QueriesFile;

beforeAll(async () => {
  queries = await describeQueries();
});

describe('the SQL of the gateway', () => {
  it('is as gateway.sql says, with the plans it has there. After a change that is meant: npm run queries:update', () => {
    expect(queriesText(queries)).toBe(readFileSync(join(import.meta.dirname, 'gateway.sql'), 'utf8'));
  });

  it('reads no table that grows from end to end where people wait for it', () => {
    expect(scansOnHotPaths(queries)).toEqual([]);
  });
});
