import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { parseSettings } from './parse-settings.js';
import { busSettings, databaseSettings, serviceSettings, wholeNumber } from './settings.js';

describe('parseSettings', () => {
  it('reads typed values and fills in defaults', () => {
    const result = parseSettings({ ...serviceSettings, PORT: wholeNumber(0, 65_535).default(3000) }, { PORT: '0' });
    expect(result).toMatchObject({ ok: true, value: { PORT: 0, LOG_LEVEL: 'info' } });
  });

  it('takes an empty variable for an absent one', () => {
    expect(parseSettings({ PORT: wholeNumber(1, 10).default(3) }, { PORT: '' })).toMatchObject({
      ok: true,
      value: { PORT: 3 },
    });
  });

  it('names a wrong value and its range', () => {
    const result = parseSettings({ PORT: wholeNumber(0, 65_535) }, { PORT: '99999' });
    expect(result).toMatchObject({
      ok: false,
      error: { message: 'PORT is "99999"; it takes a whole number from 0 to 65535.' },
    });
  });

  it('says what it takes behind a default, and where it need not be set', () => {
    const shape = { LOG_LEVEL: serviceSettings.LOG_LEVEL, PORT: wholeNumber(1, 9).optional() };
    expect(parseSettings(shape, { LOG_LEVEL: 'loud', PORT: '10' })).toMatchObject({
      error: {
        message:
          'LOG_LEVEL is "loud"; it takes one of trace, debug, info, warn, error, fatal. ' +
          'PORT is "10"; it takes a whole number from 1 to 9.',
      },
    });
  });

  it('says what is wrong where the schema does not say what it takes', () => {
    const shape = { MODE: z.enum(['fast', 'slow']), FOLDER: z.string() };
    expect(parseSettings(shape, { MODE: 'idle' })).toMatchObject({
      error: { message: 'MODE must be one of fast, slow. FOLDER is missing.' },
    });
  });

  it('names every wrong variable at once', () => {
    const result = parseSettings(databaseSettings, { DATABASE_CONNECTIONS: 'many' });
    expect(!result.ok && result.error.places?.map((place) => place.path)).toEqual([
      'DATABASE_URL',
      'DATABASE_CONNECTIONS',
    ]);
  });

  it('never shows a secret, nor a URL that may hold one', () => {
    const result = parseSettings(busSettings, { NATS_URL: 'http://user:hunter2@host', PRINCIPAL_SECRET: 'short-one' });
    expect(result.ok).toBe(false);
    expect(JSON.stringify(result)).not.toMatch(/hunter2|short-one/);
    expect(JSON.stringify(result)).toContain('nats:// or tls://');
  });
});
