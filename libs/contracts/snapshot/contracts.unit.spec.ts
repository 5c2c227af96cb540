import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { describeContracts } from './describe-contracts.js';

const read = (): unknown => JSON.parse(readFileSync(join(import.meta.dirname, '../contracts.snapshot.json'), 'utf8'));

/**
 * A changed contract is a decision about everybody who speaks it: what is added may be optional only, and what an older
 * version would not understand is a new version. Here the change shows, in a file that is read in review.
 */
describe('contracts', () => {
  it('are as contracts.snapshot.json says. After a change that is meant: npm run contracts:update', () => {
    expect(describeContracts()).toEqual(read());
  });

  it('leave nothing out: every conversation, event and exported schema is described', () => {
    const { conversations, events, schemas } = describeContracts() as Record<string, Record<string, object>>;
    const named = Object.values({ ...conversations, ...events }).flatMap((entry) =>
      Object.entries(entry).flatMap(([role, name]) =>
        /^(request|reply|part|body|schema)$/.test(role) ? [name as unknown] : [],
      ),
    );
    expect(Object.keys(conversations!)).toContain('searchKnowledge');
    expect(named.filter((name) => typeof name !== 'string' || !(name in schemas!))).toEqual([]);
  });
});
