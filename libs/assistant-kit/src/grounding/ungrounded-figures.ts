import { daysOf } from './days.js';
import { figuresOf, type Figure } from './figures.js';

/** A bare number of a source, such as one in a table under its heading, may be any amount; one with a unit only that. */
const stands = (figure: Figure, source: Figure): boolean =>
  figure.kind === source.kind &&
  figure.value === source.value &&
  (figure.unit === undefined || source.unit === undefined || figure.unit === source.unit);

/**
 * The numbers, amounts, times, phone numbers, links, weekdays and months of a text that stand in none of the quotes, as they
 * are written. Empty when everything that could be invented was not. Numbers in words count: "forty dollars" needs a source too.
 */
export function ungroundedFigures(text: string, sources: readonly { readonly quote: string }[]): string[] {
  const known = sources.flatMap(({ quote }) => figuresOf(quote));
  const days = new Set(sources.flatMap(({ quote }) => daysOf(quote)));
  const figures = figuresOf(text).filter((figure) => !known.some((source) => stands(figure, source)));
  return [...figures.map(({ raw }) => raw), ...daysOf(text).filter((day) => !days.has(day))];
}
