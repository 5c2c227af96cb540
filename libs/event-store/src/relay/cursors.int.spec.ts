import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLogDatabase, type LogDatabase } from '../spec-support/log-database.js';
import { Cursors } from './cursors.js';

describe('Cursors', () => {
  let log: LogDatabase;
  let cursors: Cursors;

  beforeAll(async () => {
    log = await startLogDatabase('PGlite');
    cursors = new Cursors(log.database);
  });

  afterAll(() => log.close());

  it('begins before the first event, and is then where it was stored', async () => {
    const start = await cursors.load('reader');
    expect(start).toEqual({
      place: { transactionId: 0, position: 0 },
      target: null,
      targetSequence: null,
      revision: 0,
    });
    const moved = { ...start, place: { transactionId: 7, position: 3 }, target: 'copy', targetSequence: 9 };
    expect(await cursors.save('reader', moved)).toEqual({ ...moved, revision: 1 });
    expect(await cursors.load('reader')).toEqual({ ...moved, revision: 1 });
  });

  it.each(['fresh', 'stored'])('lets one of two writers that read the same state write (%s)', async (consumer) => {
    if (consumer === 'stored') await cursors.save(consumer, await cursors.load(consumer));
    const [mine, theirs] = [await cursors.load(consumer), await cursors.load(consumer)];
    const ahead = { ...mine, place: { transactionId: 20, position: 20 } };
    const behind = { ...theirs, place: { transactionId: 10, position: 10 } };
    expect(await cursors.save(consumer, ahead)).toBeDefined();
    expect(await cursors.save(consumer, behind)).toBeUndefined();
    expect((await cursors.load(consumer)).place).toEqual(ahead.place);
  });

  it('keeps one place for each consumer', async () => {
    await cursors.save('one', { ...(await cursors.load('one')), place: { transactionId: 1, position: 1 } });
    expect((await cursors.load('two')).place).toEqual({ transactionId: 0, position: 0 });
  });
});
