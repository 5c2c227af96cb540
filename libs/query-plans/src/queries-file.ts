import { readWhole } from './plan-text.js';
import type { RecordedMethod } from './query-recorder.js';

export interface QueriesFile {
  /** What the database held: `100,000 events in 6 months`. */
  readonly filled: string;
  readonly methods: readonly RecordedMethod[];
  /** Tables that a hot path may read from end to end, each with the reason. */
  readonly mayBeReadWhole: Readonly<Record<string, string>>;
}

const statementText = (sql: string): string => {
  const lines = sql.replace(/^\n+|\s+$/g, '').split('\n');
  const indents = lines.slice(sql.startsWith('\n') ? 0 : 1).flatMap((line) => (line.trim() ? [line.search(/\S/)] : []));
  const indent = Math.min(...indents, Infinity);
  return lines.map((line) => (line.slice(0, indent).trim() === '' ? line.slice(indent) : line).trimEnd()).join('\n');
};

const said = (plan: readonly string[]): string[] => plan.map((line) => `--   ${line}`);

/** A plan without its parameters, which one that is kept cannot know. */
const generally = (plan: readonly string[]): string => plan.join('\n').replace(/'\?'::[\w ]+(\[\])?|\$\d+/g, '?');

function methodText({ name, hot, statements }: RecordedMethod): string {
  const texts = statements.map(({ sql, plan, kept }) => {
    const other =
      kept && generally(kept) !== generally(plan) ? ['-- and whatever the parameters are:', ...said(kept)] : [];
    return [`${statementText(sql)};`, ...said(plan), ...other].join('\n');
  });
  return [`-- ${name}${hot ? '  [hot path]' : ''}`, ...texts].join('\n');
}

/** The file as it is committed: every method with its statements and their plans. */
export function queriesText({ filled, methods, mayBeReadWhole }: QueriesFile): string {
  const exceptions = Object.entries(mayBeReadWhole).map(([table, reason]) => `--   ${table}: ${reason}`);
  const head = [
    '-- Made by `npm run queries:update`; a test makes it again and compares. What each method of a repository sends to the',
    `-- database, and the plan it has where the database holds ${filled}.`,
    ...(exceptions.length > 0
      ? ['-- A hot path reads these tables from end to end, and no other:', ...exceptions]
      : []),
  ];
  return `${[head.join('\n'), ...methods.map(methodText)].join('\n\n')}\n`;
}

/** Everything that a hot path reads from end to end although it grows: `PostgresFeed.read: events_month`. */
export const scansOnHotPaths = ({ methods, mayBeReadWhole }: QueriesFile): string[] =>
  methods
    .filter(({ hot }) => hot)
    .flatMap(({ name, statements }) =>
      statements
        .flatMap(({ plan, kept = [] }) => [...readWhole(plan), ...readWhole(kept)])
        .filter((read) => mayBeReadWhole[read.split(' ')[0]!] === undefined)
        .map((table) => `${name}: ${table}`),
    );
