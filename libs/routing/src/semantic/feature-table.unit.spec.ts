import { describe, expect, it } from '@jest/globals';
import { FeatureTable } from './feature-table.js';
import { wordKind } from './features.js';

const all = (): boolean => true;
const hashesOf = (table: FeatureTable): number[] =>
  Array.from(table.mostCommon(all, 1e6), (line) => table.at(line).hash);

describe('FeatureTable', () => {
  it('counts the texts a feature is in, each once, and puts the most common first', () => {
    const table = new FeatureTable(1 << 20);
    for (const hash of [7, 8, 8, 9]) table.meet(hash, wordKind, 0, false);
    for (const hash of [9, 7]) table.meet(hash, wordKind, 1, true);
    table.meet(9, wordKind, 2, false);
    expect(Array.from(table.mostCommon(all, 3), (line) => table.at(line))).toEqual([
      { hash: 9, texts: 3, familiar: 1 },
      { hash: 7, texts: 2, familiar: 1 },
      { hash: 8, texts: 1, familiar: 0 },
    ]);
    expect(table.mostCommon((_, texts) => texts > 1, 1)).toHaveLength(1);
  });

  it('takes a hash with a sign and without for the same', () => {
    const table = new FeatureTable(1 << 20);
    [0xfffffff9, -7, 0xfffffff9].forEach((hash, at) => table.meet(hash, wordKind, at, false));
    expect(Array.from(table.mostCommon(all, 3), (line) => table.at(line))).toEqual([
      { hash: 0xfffffff9, texts: 3, familiar: 0 },
    ]);
  });

  it('grows to what it may hold, in the order features were met', () => {
    const table = new FeatureTable(1 << 20);
    const hashes = Array.from({ length: 200_000 }, (_, at) => Math.imul(at + 1, 0x9e3779b1) >>> 0);
    for (const hash of hashes) table.meet(hash, wordKind, 0, true);
    expect(hashesOf(table)).toEqual(hashes);
    expect(table.forgotten).toBe(0);
  });

  it('never holds more than it may, and forgets what was met once', () => {
    const most = 1 << 17;
    const table = new FeatureTable(most);
    const once = (from: number, to: number): void => {
      for (let hash = from; hash < to; hash += 1) {
        table.meet(hash, wordKind, 2, true);
        if (table.size > most) throw new Error(`It holds ${table.size}.`);
      }
    };
    once(1000, most);
    for (const at of [0, 1]) for (let hash = 1; hash <= 100; hash += 1) table.meet(hash, wordKind, at, true);
    once(most, 5 * most);
    expect(table.forgotten).toBeGreaterThan(0);
    expect(hashesOf(table).slice(0, 100)).toEqual(Array.from({ length: 100 }, (_, at) => at + 1));
  });
});
