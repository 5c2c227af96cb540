import type { Database } from '#platform/database';

/** What stands for the variables of log.append: an append to a stream that is there, and what was found out about it. */
const variables: Readonly<Record<string, { readonly type: string; readonly value: string }>> = {
  appends: {
    type: 'jsonb',
    value: JSON.stringify([
      {
        stream: 'query-00000001',
        expected: null,
        events: [
          {
            id: '01900000-0000-7000-8000-000000000009',
            type: 'query-answered',
            version: 1,
            occurred_at: '2024-05-01T00:00:00Z',
            actor: 'web',
            trace_id: '0'.repeat(32),
            data: {},
            metadata: {},
          },
        ],
      },
    ]),
  },
  heads: { type: 'jsonb', value: '{"query-00000001": 3}' },
  recorded_in: { type: 'xid8', value: '20000000' },
};

/** The statements of the function's body, without what is PL/pgSQL about them. */
const statementsOf = (body: string): string[] =>
  body
    .split(/;\s*\n/)
    .map((piece) => piece.trim().replace(/^(begin|return query|if [^;]*? then)\s+/, ''))
    .filter((piece) => /^(select|with|insert|update|delete)\b/.test(piece))
    .map((piece) => piece.replace(/\s+into (forbidden|conflict|heads, lowest, recorded_in)\b/, ''));

function withParameters(statement: string): { readonly sql: string; readonly params: readonly string[] } {
  const used: string[] = [];
  const sql = statement.replace(/\b(appends|heads|recorded_in)\b/g, (name) => {
    if (!used.includes(name)) used.push(name);
    return `$${used.indexOf(name) + 1}::${variables[name]!.type}`;
  });
  return { sql, params: used.map((name) => variables[name]!.value) };
}

class Undone extends Error {}

/** What log.append does, as the database has it. */
export async function bodyOfAppend(database: Database): Promise<string> {
  const [append] = await database.query<{ body: string }>(
    `select prosrc as body from pg_proc where oid = 'log.append(jsonb)'::regprocedure`,
  );
  return append!.body;
}

/** Runs the statements of the body one by one, as a plan of the call shows none of them; nothing of it stays. */
export async function runInside(database: Database, body: string): Promise<void> {
  try {
    await database.transaction(async (tx) => {
      for (const statement of statementsOf(body)) {
        const { sql, params } = withParameters(statement);
        await tx.query(sql, params);
      }
      throw new Undone();
    });
  } catch (thrown) {
    if (!(thrown instanceof Undone)) throw thrown;
  }
}
