import { afterAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drawPage } from './draw-page.js';
import { drawPlot, lineColors, styleOf } from './draw-plot.js';
import { readResults, saveResult, type BenchResult } from './result.js';
import { scaleOf, stepFor } from './scale.js';
import { shortOf, verdict, verdictLine } from './verdicts.js';

describe('verdicts', () => {
  it('say what was measured, and where a run was less than the bar asks for', () => {
    expect(verdictLine(verdict('P3 p95 <= 50 ms', true, 'p95 12.0 ms'))).toBe('P3 p95 <= 50 ms: held (p95 12.0 ms)');
    const short = shortOf(20, 600, 'seconds');
    expect(verdictLine(verdict('P3', false, '70 ms', short))).toBe(
      'P3: MISSED (70 ms; 20 of the 600 seconds that the bar asks for)',
    );
    expect(shortOf(600, 600, 'seconds')).toBeNull();
  });
});

describe('scaleOf', () => {
  it.each([
    [100, 5, 20],
    [7, 5, 2],
    [0.03, 5, 0.01],
    [101, 5, 50],
  ])('steps over %d in about %d steps by %d', (span, wanted, step) =>
    expect(stepFor(span, wanted)).toBeCloseTo(step, 10),
  );

  it('begins at nothing where everything is above it, and ends at a tick', () => {
    const { ticks, place } = scaleOf('linear', [30, 95], 200);
    expect(ticks).toEqual([0, 20, 40, 60, 80, 100]);
    expect([0, 50, 100].map(place)).toEqual([0, 100, 200]);
  });

  it('goes below nothing where something is', () => {
    expect(scaleOf('linear', [-8, 3], 100).ticks).toEqual([-10, -5, 0, 5]);
  });

  it('goes by powers of ten, and puts what has no logarithm at its end', () => {
    const { ticks, place } = scaleOf('log', [0, 0.5, 200], 300);
    expect(ticks).toEqual([0.1, 1, 10, 100, 1000]);
    expect(place(10)).toBeCloseTo(150, 10);
    expect(place(0)).toBe(0);
  });

  it.each(['linear', 'log'] as const)('has an axis for nothing, and for the same again and again: %s', (kind) => {
    for (const values of [[], [5, 5], [0]]) expect(scaleOf(kind, values, 100).ticks.length).toBeGreaterThan(1);
    expect(Number.isFinite(scaleOf(kind, [5, 5], 100).place(5))).toBe(true);
  });
});

const plot: BenchResult['plots'][number] = {
  title: 'Rate <of> "answers"',
  x: { label: 's', scale: 'linear' },
  y: { label: 'ms', scale: 'log' },
  lines: [
    {
      name: 'one & two',
      points: [
        [0, 1],
        [10, 100],
      ],
    },
    { name: 'none', points: [] },
  ],
};

describe('drawPlot', () => {
  it('draws each line within the axes, with its name, and no text that is taken for markup', () => {
    const svg = drawPlot(plot);
    expect(svg).toContain('aria-label="Rate &lt;of&gt; &quot;answers&quot;"');
    expect(svg).toContain('<title>one &amp; two</title>');
    expect(svg).toContain('points="64.0,240.0 628.0,10.0"');
    expect(svg).not.toContain('NaN');
  });

  it('tells every line from every other, by color or by dashes', () => {
    const styles = Array.from({ length: 3 * lineColors.length }, (_, at) => JSON.stringify(styleOf(at)));
    expect(new Set(styles).size).toBe(styles.length);
  });
});

describe('results', () => {
  const folder = mkdtempSync(join(tmpdir(), 'results-spec-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  it('are kept by name and shown on a page that loads nothing from anywhere', () => {
    const result = {
      name: 'load',
      command: 'npm run bench:load -- <x>',
      versions: { node: '24' },
      workload: ['a day'],
      tables: [
        {
          title: 'Runs',
          columns: ['run', 'p50'],
          rows: [
            ['P1', 1.5],
            ['P2', null],
          ],
        },
      ],
      plots: [plot],
      verdicts: [verdict('P1', true, 'fast'), verdict('P2', false, 'slow')],
    };
    saveResult(folder, result, new Date('2026-01-02T03:04:05Z'));
    const page = drawPage(readResults(folder));
    for (const text of [
      '1 of 2 bars held',
      'npm run bench:load -- &lt;x&gt;',
      '2026-01-02 03:04 UTC',
      'class="missed"',
    ])
      expect(page).toContain(text);
    expect(page).not.toMatch(/<script|<link|url\(|src=|https?:/);
    expect(page).toContain('color-scheme: light dark');
  });
});
