import { uuidV7 } from '#kernel';
import { PostgresEventStore, streamOf } from '#event-store';
import { createDatabase } from '#platform/database';
import type { RoutableManifest } from '#routing';

const appendedAtOnce = 100;
const openings = ['', 'hi, ', 'customer says: ', 'quick one, ', 'guest at bay 4: ', 'on the phone: ', 'morning! '];
const endings = ['', ' please', ' thanks', ' (they are waiting)', ' asap', ' - at mill'];

/** Different questions made of fewer, as different people would ask them. */
export function manyQuestions(texts: readonly string[], count: number): string[] {
  const all = openings.flatMap((opening) => endings.flatMap((ending) => texts.map((text) => opening + text + ending)));
  const distinct = [...new Set(all)];
  if (distinct.length < count) throw new Error(`${distinct.length} different questions can be made, not ${count}.`);
  const step = distinct.length / count;
  return Array.from({ length: count }, (_, at) => distinct[Math.floor(at * step)]!);
}

/**
 * Records a query for each question in the log of a mesh, each like the latest one that was really answered.
 * @returns milliseconds that a read of all of them takes, run by run
 */
export async function recordQuestions(databaseUrl: string, texts: readonly string[], reads: number): Promise<number[]> {
  const database = createDatabase({
    url: databaseUrl,
    applicationName: 'bench',
    maxConnections: 1,
    statementTimeoutMs: 30_000,
    connectionTimeoutMs: 5000,
  });
  try {
    const store = new PostgresEventStore(database);
    const [like] = await store.readLatest('query', 1);
    if (!like) throw new Error('No query is recorded that others could be like.');
    for (let at = 0; at < texts.length; at += appendedAtOnce) {
      const appends = texts.slice(at, at + appendedAtOnce).map((query) => {
        const { type, version, actor, traceId } = like;
        const data = { ...(like.data as object), query };
        return {
          stream: streamOf('query', uuidV7()),
          expected: 'no-stream' as const,
          events: [{ type, version, actor, traceId, data }],
        };
      });
      await store.appendMany(appends);
    }
    const times: number[] = [];
    for (let run = 0; run < reads; run += 1) {
      const started = performance.now();
      await store.readLatest('query', texts.length, { members: ['query'] });
      times.push(performance.now() - started);
    }
    return times;
  } finally {
    await database.close();
  }
}

/** What somebody tries: configurations by assistant. */
export interface TriedEdit {
  readonly name: string;
  readonly configs: Readonly<Record<string, object>>;
  /** Whether it changes what is learned. */
  readonly learns: boolean;
}

const newThing = [
  'when is the sauna open',
  'how hot is the sauna',
  'book the sauna for two',
  'towels for the sauna',
  'can I use the sauna after my round',
  'does the sauna cost extra',
  'guest wants the sauna turned on',
  'the sauna door is stuck',
  'how long may I stay in the sauna',
  'are kids allowed in the sauna',
  'do you have a sauna',
  'the sauna is broken',
  'is there a sauna at mill',
  'reserve the steam room',
  'steam room hours',
  'is the steam room included in my membership',
  'clean the steam room please',
  'is it quiet in the sauna on sundays',
  'sauna rules',
  'infrared sauna available?',
];

/** Edits of every kind, from those that need no learning to many examples. */
export function triedEdits(manifests: readonly RoutableManifest[]): TriedEdit[] {
  const booking = manifests.find(({ id }) => id === 'booking')!.examples;
  const some = booking.filter((_, at) => at % Math.ceil(booking.length / 50) === 0);
  const edit = (name: string, learns: boolean, assistant: string, config: object): TriedEdit => ({
    name,
    learns,
    configs: { [assistant]: config },
  });
  return [
    edit('a threshold', false, 'booking', { thresholds: { floor: 0.45 } }),
    edit('a phrase and a pattern', false, 'tech', {
      keywords: { add: [{ phrase: 'they are waiting', weight: 2 }] },
      patterns: [{ pattern: 'bay \\d{1,2}', weight: 1 }],
    }),
    edit('one example more', true, 'booking', { examples: { add: ['my cousin left his clubs overnight'] } }),
    edit('20 examples of something new', true, 'brand', { examples: { add: newThing } }),
    edit('50 examples fewer', true, 'booking', { examples: { remove: some } }),
  ];
}
