import type { Plot } from './result.js';
import { scaleOf } from './scale.js';

const size = { width: 640, height: 280 };
const inner = { left: 64, right: 12, top: 10, bottom: 40 };
const across = size.width - inner.left - inner.right;
const down = size.height - inner.top - inner.bottom;
/** Told apart by who sees no red or green, and readable on white and on black (after Okabe and Ito). */
export const lineColors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#b8860b', '#56b4e9', '#8a6fd1', '#7a7a7a'];
/** Dashes tell lines apart that have the same color. */
const dashes = ['', '6 3', '2 3'];

export const escapeText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export const styleOf = (line: number): { readonly color: string; readonly dash: string } => ({
  color: lineColors[line % lineColors.length]!,
  dash: dashes[Math.floor(line / lineColors.length) % dashes.length]!,
});

const numberText = (value: number): string =>
  Math.abs(value) >= 1000 ? value.toLocaleString('en-US') : String(Number(value.toPrecision(3)));

const fixed = (value: number): string => value.toFixed(1);

function axes(plot: Plot, x: ReturnType<typeof scaleOf>, y: ReturnType<typeof scaleOf>): string {
  const bottom = inner.top + down;
  const vertical = x.ticks.map((tick) => {
    const at = fixed(inner.left + x.place(tick));
    return `<line class="grid" x1="${at}" x2="${at}" y1="${inner.top}" y2="${bottom}"/><text x="${at}" y="${bottom + 16}" text-anchor="middle">${numberText(tick)}</text>`;
  });
  const level = y.ticks.map((tick) => {
    const at = fixed(bottom - y.place(tick));
    return `<line class="grid" x1="${inner.left}" x2="${inner.left + across}" y1="${at}" y2="${at}"/><text x="${inner.left - 6}" y="${at}" dy="4" text-anchor="end">${numberText(tick)}</text>`;
  });
  const labels = [
    `<text x="${inner.left + across / 2}" y="${size.height - 6}" text-anchor="middle">${escapeText(plot.x.label)}</text>`,
    `<text transform="translate(12 ${inner.top + down / 2}) rotate(-90)" text-anchor="middle">${escapeText(plot.y.label)}</text>`,
  ];
  return [...vertical, ...level, ...labels].join('');
}

/** A plot as one SVG element, with its title for who cannot see it. Nothing is loaded from anywhere. */
export function drawPlot(plot: Plot): string {
  const points = plot.lines.flatMap((line) => line.points);
  const x = scaleOf(
    plot.x.scale,
    points.map(([value]) => value),
    across,
  );
  const y = scaleOf(
    plot.y.scale,
    points.map(([, value]) => value),
    down,
  );
  const lines = plot.lines.map(({ name, points: own }, at) => {
    const { color, dash } = styleOf(at);
    const places = own.map(
      ([one, other]) => `${fixed(inner.left + x.place(one))},${fixed(inner.top + down - y.place(other))}`,
    );
    return `<polyline fill="none" stroke="${color}" stroke-width="1.8"${dash === '' ? '' : ` stroke-dasharray="${dash}"`} points="${places.join(' ')}"><title>${escapeText(name)}</title></polyline>`;
  });
  return `<svg viewBox="0 0 ${size.width} ${size.height}" role="img" aria-label="${escapeText(plot.title)}">${axes(plot, x, y)}${lines.join('')}</svg>`;
}
