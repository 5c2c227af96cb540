import { expect, test } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countsOf } from './jest-run.js';

test('a file that could not be run counts as a failure, and so does a run without a report', () => {
  const folder = mkdtempSync(join(tmpdir(), 'clubos-jest-run-'));
  const file = join(folder, 'jest.json');
  expect(countsOf(file)).toEqual({ passed: 0, failed: 1 });
  writeFileSync(file, JSON.stringify({ numPassedTests: 5, numFailedTests: 2, numRuntimeErrorTestSuites: 1 }));
  expect(countsOf(file)).toEqual({ passed: 5, failed: 3 });
  rmSync(folder, { recursive: true });
});
