import { describe, expect, it } from '@jest/globals';
import { cacheKey, type CacheQuestion } from './cache-key.js';
import { normaliseQuestion } from './question-text.js';

const question: CacheQuestion = {
  release: 'r1',
  ask: { query: 'How much is a bay?', site: 'harbor', asker: 'staff' },
  assistant: 'booking',
  assistantVersion: '1.0.0',
  composer: 'c1',
  knowledge: 'k1',
};

describe('the key of an answer', () => {
  it.each([
    ['how much is a bay', 'HOW  much\tis a bay??'],
    ['how much is a bay', '  How much is a bay …'],
    ['cuánto cuesta', '¿Cuánto cuesta?'],
    ['bay 3', 'Bay ３'],
  ])('is that of "%s" for "%s" as well', (normal, query) => {
    expect(normaliseQuestion(query)).toBe(normal);
  });

  it.each([
    ['how much is bay 3', 'how much is bay 2'],
    ['is it 7.30', 'is it 730'],
    ['can i cancel', "can't i cancel"],
    ['resume', 'résumé'],
    ['can I book. and pay', 'can I book and pay'],
  ])('tells "%s" from "%s"', (one, other) => {
    expect(normaliseQuestion(one)).not.toBe(normaliseQuestion(other));
  });

  it.each<[string, Partial<CacheQuestion>]>([
    ['the release of the gateway', { release: 'r2' }],
    ['the site', { ask: { ...question.ask, site: 'mill' } }],
    ['no site', { ask: { query: question.ask.query, asker: 'staff' } }],
    ['who asks', { ask: { ...question.ask, asker: 'member' } }],
    ['who answers', { assistant: 'brand' }],
    ['its version', { assistantVersion: '1.0.1' }],
    ['what composes it', { composer: 'c2' }],
    ['the state of knowledge', { knowledge: 'k2' }],
  ])('is another one for another of %s', (_, change) => {
    expect(cacheKey({ ...question, ...change })).not.toBe(cacheKey(question));
  });

  it('cannot be made to look like that of another question', () => {
    const moved = { ...question, composer: 'c1","k1', knowledge: '' };
    expect(cacheKey(moved)).not.toBe(cacheKey(question));
    expect(cacheKey(question)).toMatch(/^[0-9a-f]{64}$/);
  });
});
