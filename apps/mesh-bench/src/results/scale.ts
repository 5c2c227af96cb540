export type ScaleKind = 'linear' | 'log';

/** From values to places on an axis, and the values that are marked on it. */
export interface Scale {
  place(value: number): number;
  readonly ticks: readonly number[];
}

/** 1, 2 or 5 times a power of ten, so that about as many fit as are wanted. */
export function stepFor(span: number, wanted: number): number {
  const rough = span / wanted;
  const power = 10 ** Math.floor(Math.log10(rough));
  return power * ([1, 2, 5].find((step) => step * power >= rough) ?? 10);
}

function linear(low: number, high: number, length: number): Scale {
  const step = stepFor(high - low, 5);
  const first = Math.floor(low / step);
  const last = Math.ceil(high / step);
  const ticks = Array.from({ length: last - first + 1 }, (_, at) => Number(((first + at) * step).toPrecision(12)));
  const [from, to] = [ticks[0]!, ticks.at(-1)!];
  return { ticks, place: (value) => ((value - from) / (to - from)) * length };
}

function logarithmic(low: number, high: number, length: number): Scale {
  const [first, last] = [Math.floor(Math.log10(low)), Math.ceil(Math.log10(high))];
  const [from, to] = [first, Math.max(last, first + 1)];
  const ticks = Array.from({ length: to - from + 1 }, (_, at) => Number((10 ** (from + at)).toPrecision(12)));
  const least = 10 ** from;
  return { ticks, place: (value) => ((Math.log10(Math.max(value, least)) - from) / (to - from)) * length };
}

/** A logarithmic scale takes no value below or at 0; such values lie at its lower end. @param length what it is drawn over */
export function scaleOf(kind: ScaleKind, values: readonly number[], length: number): Scale {
  const usable = kind === 'log' ? values.filter((value) => value > 0) : values;
  const low = usable.reduce((least, value) => Math.min(least, value), Infinity);
  const high = usable.reduce((most, value) => Math.max(most, value), -Infinity);
  if (usable.length === 0) return scaleOf(kind, kind === 'log' ? [1, 10] : [0, 1], length);
  if (kind === 'log') return logarithmic(low, high, length);
  // What is counted is compared best with nothing.
  return low >= 0 ? linear(0, high === 0 ? 1 : high, length) : linear(low, high === low ? low + 1 : high, length);
}
