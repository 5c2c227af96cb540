import { describe, expect, test } from '@jest/globals';
import { failure } from '#kernel';
import { describeImport } from './describe-import.js';

describe('describeImport', () => {
  test('ends with one line that says it all', () => {
    const report = { created: 3, changed: 1, unchanged: 44, newerElsewhere: [], refused: [] };
    expect(describeImport(report)).toEqual(['48 SOPs: 3 new, 1 changed, 44 unchanged, 0 refused']);
  });

  test('names what was refused, with every reason, and what was left alone', () => {
    const places = [
      { path: 'frontMatter.id', message: 'This field is missing.' },
      { path: 'frontMatter.title', message: 'This field is missing.' },
    ];
    const reason = failure('content-refused', 'frontMatter.id: This field is missing.', places);
    const report = {
      created: 0,
      changed: 0,
      unchanged: 1,
      newerElsewhere: ['wifi'],
      refused: [{ file: 'sops/a.md', reason }],
    };
    expect(describeImport(report)).toEqual([
      'wifi: left alone, a newer version was published since its file was imported',
      'refused sops/a.md: frontMatter.id: This field is missing.',
      '  and frontMatter.title: This field is missing.',
      '2 SOPs: 0 new, 0 changed, 1 unchanged, 1 refused',
    ]);
  });
});
