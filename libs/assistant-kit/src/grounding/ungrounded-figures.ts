import { daysOf } from './days.js';
import { figuresOf, type Figure } from './figures.js';

/** A bare number of a source, such as one in a table under its heading, may be any amount; one with a unit only that. */
const stands = (figure: Figure, source: Figure): boolean =>
  figure.kind === source.kind &&
  figure.value === source.value &&
  (figure.unit === undefined || source.unit === undefined || figure.unit === source.unit);

/** The figures, weekdays and months of some quotes. */
export interface KnownFigures {
  readonly figures: readonly Figure[];
  readonly days: ReadonlySet<string>;
}

export const knownFigures = (sources: readonly { readonly quote: string }[]): KnownFigures => ({
  figures: sources.flatMap(({ quote }) => figuresOf(quote)),
  days: new Set(sources.flatMap(({ quote }) => daysOf(quote))),
});

/**
 * The numbers, amounts, times, phone numbers, links, weekdays and months of a text that are not known, as they are written.
 * Empty when everything that could be invented was not. Numbers in words count: "forty dollars" needs a source too.
 */
export function unknownFigures(text: string, known: KnownFigures): string[] {
  const figures = figuresOf(text).filter((figure) => !known.figures.some((source) => stands(figure, source)));
  return [...figures.map(({ raw }) => raw), ...daysOf(text).filter((day) => !known.days.has(day))];
}

/** The same of a text that is looked at once, by the quotes themselves. */
export const ungroundedFigures = (text: string, sources: readonly { readonly quote: string }[]): string[] =>
  unknownFigures(text, knownFigures(sources));
