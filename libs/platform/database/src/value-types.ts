import pg from 'pg';

const int8 = 20;

/**
 * A 64-bit integer as a number. Positions, versions and transaction ids stay far below 2^53 (at a million a second it
 * takes 285 years), numbers survive JSON, and a value that would be rounded is refused instead.
 * @throws RangeError beyond 2^53 - 1
 */
function parseInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} does not fit into a number without rounding.`);
  return value;
}

/** How values are read from the wire, for connections of ours only: the driver's own registry is global. */
export function valueTypes(): pg.CustomTypesConfig {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, parseInteger);
  return types;
}
