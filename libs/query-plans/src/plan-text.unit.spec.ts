import { describe, expect, it } from '@jest/globals';
import { planLines, readWhole } from './plan-text.js';
import { queriesText, scansOnHotPaths, type QueriesFile } from './queries-file.js';

const march = new Date('2026-03-15T12:00:00Z');

const raw = [
  'Append',
  `  ->  Index Scan using events_2026_02_stream_idx on events_2026_02 e_1`,
  `        Index Cond: (stream = 'query-1'::text)`,
  `  ->  Index Scan using events_2026_03_stream_idx on events_2026_03 e_2`,
  `        Index Cond: (stream = 'query-1'::text)`,
  `  ->  Seq Scan on events_2026_04 e_3`,
  `        Filter: (stream = 'it''s'::text)`,
];

describe('planLines', () => {
  it('says the same in every month and for every parameter, what repeats once, and tells months to come from the others', () => {
    expect(planLines(raw, march)).toEqual([
      'Append',
      '  ->  Index Scan using events_month_stream_idx on events_month e_n  (2 times)',
      "    Index Cond: (stream = '?'::text)",
      '  ->  Seq Scan on events_ahead e_n',
      "    Filter: (stream = '?'::text)",
    ]);
  });
});

describe('readWhole', () => {
  it('names what is scanned, and what is walked through along an index without a condition on it', () => {
    const walk = ['->  Index Scan Backward using feed_idx on events_month e_n', '  Filter: (category = $1)'];
    expect(readWhole([...planLines(raw, march), ...walk])).toEqual(['events_ahead', 'events_month along feed_idx']);
  });
});

const method = { sql: 'select 1', plan: ['Seq Scan on small', 'Seq Scan on large'] };
const file: QueriesFile = {
  filled: 'two rows',
  methods: [
    { name: 'Store.read', hot: true, statements: [method, { sql: 'select 2', plan: [], kept: ['Seq Scan on large'] }] },
    { name: 'Store.tidy', hot: false, statements: [method] },
  ],
  mayBeReadWhole: { small: 'has one row' },
};

describe('scansOnHotPaths', () => {
  it('names what a hot path reads from end to end, by either plan, and is not an exception', () => {
    expect(scansOnHotPaths(file)).toEqual(['Store.read: large', 'Store.read: large']);
  });
});

describe('queriesText', () => {
  it('shows the plan that is kept where it is another one', () => {
    const lines = queriesText(file).split('\n');
    expect(lines).toContain('--   small: has one row');
    expect(lines.slice(lines.indexOf('-- Store.read  [hot path]'), lines.indexOf('-- Store.tidy'))).toEqual([
      '-- Store.read  [hot path]',
      'select 1;',
      '--   Seq Scan on small',
      '--   Seq Scan on large',
      'select 2;',
      '-- and whatever the parameters are:',
      '--   Seq Scan on large',
      '',
    ]);
  });
});
