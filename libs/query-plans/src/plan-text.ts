/** A line of a plan and what is nested in it. */
interface PlanNode {
  readonly text: string;
  /** Columns it is indented by. */
  readonly indent: number;
  readonly children: PlanNode[];
}

/** A month's partition of the log: which one it is says nothing about a plan, but for those that hold no events yet. */
const monthly = /\bevents_(\d{4}_\d{2})(?=_|\b)/g;

/** Literals come from parameters, and a list of them may be as long as a vector. */
const literal = /'(?:[^']|'')*'/g;

/** The planner numbers the partitions of a table: `events e_3`. */
const numbered = /\b(e)_\d+\b/g;

/** One line as it is in every run: without literals, months and numbers of partitions. */
const settled = (line: string, present: string): string =>
  line
    .replace(literal, "'?'")
    .replace(monthly, (_, month: string) => (month > present ? 'events_ahead' : 'events_month'))
    .replace(numbered, '$1_n');

function nodesOf(lines: readonly string[]): PlanNode[] {
  const roots: PlanNode[] = [];
  const open: PlanNode[] = [];
  for (const line of lines) {
    const node = { text: line.trim(), indent: line.search(/\S/), children: [] };
    while (open.length > 0 && open.at(-1)!.indent >= node.indent) open.pop();
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  }
  return roots;
}

/** The same subtree again and again, as for the partitions of a table, is written once with how often it is there. */
function written(nodes: readonly PlanNode[], indent: string): string[] {
  const texts = nodes.map((node) => [indent + node.text, ...written(node.children, `${indent}  `)]);
  const runs: { lines: string[]; times: number }[] = [];
  for (const lines of texts) {
    const last = runs.at(-1);
    if (last?.lines.join('\n') === lines.join('\n')) last.times += 1;
    else runs.push({ lines, times: 1 });
  }
  return runs.flatMap(({ lines: [first, ...rest], times }) => [
    `${first}${times > 1 ? `  (${times} times)` : ''}`,
    ...rest,
  ]);
}

/** A plan of `explain (costs off)` as it is the same from run to run, and from month to month. */
export function planLines(lines: readonly string[], now = new Date()): string[] {
  const present = now.toISOString().slice(0, 7).replace('-', '_');
  return written(nodesOf(lines.map((line) => settled(line, present))), '');
}

/**
 * What a plan reads from end to end: tables that are scanned, and tables that are walked through along an index without a
 * condition on it, which a `limit` ends early only where enough is found: `events_month along events_month_id_idx`.
 */
export function readWhole(plan: readonly string[]): string[] {
  return plan.flatMap((line, at) => {
    const scanned = /\bSeq Scan on (\w+)/.exec(line)?.[1];
    if (scanned !== undefined) return [scanned];
    const walked = /\bIndex(?: Only)? Scan(?: Backward)? using (\w+) on (\w+)/.exec(line);
    return walked && !/^\s*Index Cond:/.test(plan[at + 1] ?? '') ? [`${walked[2]} along ${walked[1]}`] : [];
  });
}
