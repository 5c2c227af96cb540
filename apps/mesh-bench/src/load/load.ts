import autocannon from 'autocannon';

/** One run of requests against one address. Times in milliseconds. */
export interface LoadResult {
  readonly name: string;
  readonly requestsPerSecond: number;
  readonly p50: number;
  readonly p97_5: number;
  readonly p99: number;
  readonly max: number;
  /** Replies with a status of 2xx. */
  readonly replied: number;
  /** Of these, replies whose outcome is `answered`: whole, sourced and recorded. Those of a baseline have it too. */
  readonly answered: number;
  /** Connections that failed, timeouts, and replies that were not 2xx. */
  readonly errors: number;
}

export interface LoadOptions {
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent in turn. */
  readonly bodies: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Whether each request asks what no other does: a word of its own is put at the end of the question. */
  readonly distinct?: boolean;
  /** Requests a second over all connections; as many as it takes where it is absent. */
  readonly rate?: number;
}

/** The machine is warm after this many seconds of the same load, which are not counted. */
const warmUp = 3;

/** Sends the bodies as JSON, first uncounted to warm up, then counted. */
export async function load(options: LoadOptions): Promise<LoadResult> {
  await run({ ...options, seconds: warmUp });
  let answered = 0;
  const result = await run(options, (status, body) => {
    if (status < 300 && body.includes('"outcome":"answered"')) answered += 1;
  });
  const { latency } = result;
  return {
    name: options.name,
    requestsPerSecond: result['2xx'] / result.duration,
    p50: latency.p50,
    p97_5: latency.p97_5,
    p99: latency.p99,
    max: latency.max,
    replied: result['2xx'],
    answered,
    errors: result.errors + result.timeouts + result.non2xx,
  };
}

let words = 0;

/** The word is of letters: a number might look like a door code, and questions with one are never kept. */
function withOwnWord(request: autocannon.Request): autocannon.Request {
  words += 1;
  const word = `q${String(words).replace(/\d/g, (digit) => 'abcdefghij'[Number(digit)]!)}`;
  const question = JSON.parse(String(request.body)) as { readonly query: string };
  return { ...request, body: JSON.stringify({ ...question, query: `${question.query} ${word}` }) };
}

function run(
  { url, headers, bodies, connections, seconds, rate, distinct = false }: LoadOptions,
  onResponse: (status: number, body: string) => void = () => undefined,
): Promise<autocannon.Result> {
  return autocannon({
    url,
    connections,
    duration: seconds,
    ...(rate === undefined ? {} : { overallRate: rate }),
    requests: bodies.map((body) => ({
      method: 'POST' as const,
      headers: { 'content-type': 'application/json', ...headers },
      body,
      onResponse,
      ...(distinct ? { setupRequest: withOwnWord } : {}),
    })),
  });
}
