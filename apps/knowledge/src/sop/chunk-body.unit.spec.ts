import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { chunkBody, chunkLengthAtMost } from './chunk-body.js';

const headings = (body: string) => chunkBody(body, 'The title').map(({ heading }) => heading);

const line = fc.oneof(
  { weight: 3, arbitrary: fc.string({ unit: 'grapheme', maxLength: 120 }) },
  fc.string({ unit: 'grapheme', minLength: 1500, maxLength: 4500 }),
  fc.constantFrom(
    '',
    '# One',
    '## Two',
    '### Three',
    '##',
    '1. first',
    '- an item',
    '| a | b |',
    '```',
    '> Say: it',
    '  ',
  ),
);
const body = fc
  .array(line, { maxLength: 60 })
  .chain((lines) => fc.constantFrom('\n', '\r\n').map((lineBreak) => lines.join(lineBreak)));

describe('chunkBody', () => {
  test('gives exact places in the body, in order, without overlap, none too long', () => {
    fc.assert(
      fc.property(body, (text) => {
        let before = 0;
        for (const { start, end, text: chunk } of chunkBody(text, 'The title')) {
          expect(text.slice(start, end)).toBe(chunk);
          expect(chunk.trim()).toBe(chunk);
          expect(chunk.length).toBeGreaterThan(0);
          expect(chunk.length).toBeLessThanOrEqual(chunkLengthAtMost);
          expect(start).toBeGreaterThanOrEqual(before);
          before = end;
        }
      }),
    );
  });

  test('loses no word that stands below a heading', () => {
    const words = fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1, maxLength: 800 });
    fc.assert(
      fc.property(words, fc.integer({ min: 1, max: 40 }), (all, perLine) => {
        const lines = Array.from({ length: Math.ceil(all.length / perLine) }, (_, index) =>
          all.slice(index * perLine, (index + 1) * perLine).join(' '),
        );
        const found = chunkBody(`# T\n\n${lines.join('\n\n')}`, 'T').flatMap(({ text }) => text.split(/\s+/));
        expect(found).toEqual(all);
      }),
    );
  });

  test('never cuts a character in two', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), (offset) => {
        const text = `# T\n${'x'.repeat(offset)}${'😀'.repeat(3000)}`;
        for (const chunk of chunkBody(text, 'T')) expect(chunk.text.isWellFormed()).toBe(true);
      }),
    );
  });

  test('makes each section a chunk, and what stands below the title one', () => {
    expect(
      chunkBody('# Wi-Fi\n\nAn introduction.\n\n## Slow\n\nMove nearer.\n\n### Still\n\nCall.\n', 'Wi-Fi'),
    ).toEqual([
      { heading: 'Wi-Fi', text: 'An introduction.', start: 9, end: 25 },
      { heading: 'Slow', text: 'Move nearer.\n\n### Still\n\nCall.', start: 36, end: 66 },
    ]);
  });

  test('takes the title for the heading of what stands above any, and leaves empty sections out', () => {
    expect(headings('before\n\n# One\n\n## Two\n\n### only a small heading\n\n## Three ##\nx')).toEqual([
      'The title',
      'Three',
    ]);
  });

  test('takes no line inside a fence for a heading', () => {
    expect(headings('## One\n\n```\n## not one\n~~~\n```\n\n## Two\nx')).toEqual(['One', 'Two']);
  });

  test('cuts a long section between its list items', () => {
    const items = Array.from(
      { length: 40 },
      (_, index) => `${index + 1}. ${'Do what has to be done here. '.repeat(4).trim()}`,
    );
    const chunks = chunkBody(`## Long\n\n${items.join('\n')}`, 'T');
    expect(chunks.length).toBeGreaterThan(2);
    for (const { text, heading } of chunks) {
      expect(heading).toBe('Long');
      expect(text).toMatch(/^\d+\. Do/);
      expect(text).toMatch(/here\.$/);
    }
  });

  test('cuts a long paragraph at the end of a sentence', () => {
    const chunks = chunkBody(`# T\n${'This is one sentence of many. '.repeat(200)}`, 'T');
    for (const { text } of chunks) expect(text).toMatch(/^This .*many\.$/s);
  });
});
