import { drawPlot, escapeText, styleOf } from './draw-plot.js';
import type { BenchResult, Plot, Table, Verdict } from './result.js';

const style = `
:root { color-scheme: light dark; --line: light-dark(#d7d7d2, #3b3b3f); --soft: light-dark(#5c5c58, #a6a6ab); }
body { font: 15px/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 1360px; padding: 24px;
  background: light-dark(#fff, #17171a); color: light-dark(#1b1b1a, #ececef); }
h1 { font-size: 22px; } h2 { font-size: 18px; margin-top: 40px; border-top: 1px solid var(--line); padding-top: 20px; }
h3 { font-size: 14px; margin: 0 0 6px; font-weight: 600; }
.about { color: var(--soft); font-size: 13px; margin: 2px 0; }
.scroll { overflow-x: auto; margin: 12px 0; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { padding: 3px 10px; border-bottom: 1px solid var(--line); text-align: right; white-space: nowrap; }
th:first-child, td:first-child { text-align: left; }
.held::before { content: "\\2713\\00a0"; } .missed { color: light-dark(#b3261e, #ff8a80); }
.missed::before { content: "\\2717\\00a0"; }
.verdicts { list-style: none; padding: 0; font-size: 14px; }
.plots { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 460px), 1fr)); gap: 28px; }
svg { width: 100%; height: auto; } svg text { font: 11px system-ui, sans-serif; fill: var(--soft); }
.grid { stroke: var(--line); stroke-width: 1; }
.key { font-size: 12px; color: var(--soft); } .key span { margin-right: 12px; white-space: nowrap; }
.key svg { display: inline-block; width: 20px; height: 8px; vertical-align: middle; margin-right: 4px; }
`;

const key = ({ lines }: Plot): string =>
  lines
    .map(({ name }, at) => {
      const { color, dash } = styleOf(at);
      return `<span><svg viewBox="0 0 20 8" aria-hidden="true"><line x1="0" x2="20" y1="4" y2="4" stroke="${color}" stroke-width="2.5" stroke-dasharray="${dash}"/></svg>${escapeText(name)}</span>`;
    })
    .join('');

const figure = (plot: Plot): string =>
  `<figure style="margin:0"><h3>${escapeText(plot.title)}</h3>${drawPlot(plot)}<div class="key">${key(plot)}</div></figure>`;

const table = ({ title, columns, rows }: Table): string => {
  const cells = (tag: 'th' | 'td', row: readonly (string | number | null)[]): string =>
    `<tr>${row.map((cell) => `<${tag}>${escapeText(String(cell ?? ''))}</${tag}>`).join('')}</tr>`;
  return `<div class="scroll"><h3>${escapeText(title)}</h3><table><thead>${cells('th', columns)}</thead><tbody>${rows.map((row) => cells('td', row)).join('')}</tbody></table></div>`;
};

const verdictItem = ({ bar, held, figure: measured, short }: Verdict): string =>
  `<li class="${held ? 'held' : 'missed'}"><b>${escapeText(bar)}</b>: ${held ? 'held' : 'missed'} (${escapeText(measured)}${short === null ? '' : `; ${escapeText(short)}`})</li>`;

function section(result: BenchResult): string {
  const { cores, processor, memoryGiB } = result.machine;
  const versions = Object.entries(result.versions).map(([name, version]) => `${name} ${version}`);
  const about = [
    `${result.at.slice(0, 16).replace('T', ' ')} UTC, ${result.command}`,
    `${cores} x ${processor}, ${memoryGiB} GiB; ${versions.join(', ')}`,
    ...result.workload,
  ];
  return `<section><h2 id="${escapeText(result.name)}">${escapeText(result.name)}</h2>
${about.map((line) => `<p class="about">${escapeText(line)}</p>`).join('\n')}
<ul class="verdicts">${result.verdicts.map(verdictItem).join('\n')}</ul>
<div class="plots">${result.plots
    .filter(({ lines }) => lines.some(({ points }) => points.length > 0))
    .map(figure)
    .join('\n')}</div>
${result.tables.map(table).join('\n')}</section>`;
}

/** One page that needs nothing but itself: what the latest run of each benchmark found. */
export function drawPage(results: readonly BenchResult[]): string {
  const missed = results.flatMap(({ verdicts }) => verdicts).filter(({ held }) => !held).length;
  const all = results.flatMap(({ verdicts }) => verdicts).length;
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>ClubOS benchmarks</title><style>${style}</style></head><body>
<h1>ClubOS benchmarks</h1>
<p>${all - missed} of ${all} bars held in the latest run of each.</p>
${results.map(section).join('\n')}
</body></html>
`;
}
