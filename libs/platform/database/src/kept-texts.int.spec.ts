import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startPglite, type BackingService } from '#backing-services';
import type { Database } from './database.js';
import { KeptTexts, keptTextsTable } from './kept-texts.js';
import { createDatabase } from './pg-database.js';

describe('KeptTexts', () => {
  let server: BackingService;
  let database: Database;
  let kept: KeptTexts;

  beforeAll(async () => {
    server = await startPglite();
    database = createDatabase({
      url: server.url,
      applicationName: 'spec',
      maxConnections: 2,
      statementTimeoutMs: 60_000,
      connectionTimeoutMs: 60_000,
    });
    for (const statement of keptTextsTable('public.learned').split(';')) {
      if (statement.trim() !== '') await database.query(statement);
    }
    kept = new KeptTexts(database, 'public.learned');
  });
  afterAll(async () => {
    await database.close();
    await server.stop();
  });

  it('gives back what was kept, however large', async () => {
    const large = 'ü0123456789'.repeat(100_000);
    await kept.save('a', 'one', large, 3);
    await kept.save('a', 'empty', '', 3);
    expect((await kept.load('a', 'one')) === large).toBe(true);
    expect(await kept.load('a', 'empty')).toBe('');
    expect(await kept.load('a', 'two')).toBeUndefined();
    expect(await kept.load('b', 'one')).toBeUndefined();
  });

  it('one of which a part is missing is not there, and is whole again when it is kept again', async () => {
    const text = 'x'.repeat(1_000_000);
    await kept.save('torn', 'one', text, 3);
    await database.query("update public.learned set data = 'bad' where owner = 'torn' and part = 2");
    expect(await kept.load('torn', 'one')).not.toBe(text);
    await database.query("delete from public.learned where owner = 'torn' and part = 1");
    expect(await kept.load('torn', 'one')).toBeUndefined();
    await kept.save('torn', 'one', text, 3);
    expect(await kept.load('torn', 'one')).toBe(text);
  });

  it('keeps the newest of each owner', async () => {
    for (const fingerprint of ['one', 'two', 'three']) await kept.save('few', fingerprint, fingerprint, 2);
    expect(await Promise.all(['one', 'two', 'three'].map((each) => kept.load('few', each)))).toEqual([
      undefined,
      'two',
      'three',
    ]);
    expect(await kept.load('a', 'empty')).toBe('');
  });
});
