import { describe, expect, it } from '@jest/globals';
import { highestRate } from './highest-rate.js';
import { distributionOf, Histogram } from './histogram.js';
import { ReplyReader } from './http-reply.js';
import { QuestionBank } from './question-bank.js';
import { seededRandom, shuffled } from './random.js';
import { dueTimes } from './schedule.js';
import { fateOf, Tally } from './tally.js';
import { zipf } from './zipf.js';

const firstOf = (times: Iterator<number, never>, count: number): number[] =>
  Array.from({ length: count }, () => times.next().value);

describe('seededRandom', () => {
  it('gives the same numbers for the same seed, evenly between 0 and 1', () => {
    const [one, same, other] = [7, 7, 8].map((seed) => Array.from({ length: 10_000 }, seededRandom(seed)));
    expect(same).toEqual(one);
    expect(other).not.toEqual(one);
    expect(one!.reduce((sum, value) => sum + value, 0) / 10_000).toBeCloseTo(0.5, 1);
    expect(one!.every((value) => value >= 0 && value < 1)).toBe(true);
  });

  it('shuffles without losing anything', () => {
    const things = Array.from({ length: 100 }, (_, at) => at);
    const order = shuffled(things, seededRandom(1));
    expect(order).not.toEqual(things);
    expect(order.toSorted((one, other) => one - other)).toEqual(things);
  });
});

describe('zipf', () => {
  it.each([0.8, 1, 1.2])('draws place k in proportion to 1 / k^%d', (exponent) => {
    const draw = zipf(1000, exponent);
    const random = seededRandom(1);
    const drawn = new Float64Array(1000);
    for (let turn = 0; turn < 200_000; turn += 1) drawn[draw(random())]! += 1;
    for (const place of [1, 2, 9]) expect(drawn[0]! / drawn[place]! / (place + 1) ** exponent).toBeCloseTo(1, 0);
    expect(drawn[0]! / drawn[1]!).toBeGreaterThan(1.6);
  });

  it('stays within what there is', () => {
    const draw = zipf(3, 1);
    expect([0, 0.54, 0.55, 0.999999].map(draw)).toEqual([0, 0, 1, 2]);
    expect(() => zipf(0, 1)).toThrow(RangeError);
  });
});

describe('dueTimes', () => {
  it('is even when it is constant, without adding up what is rounded', () => {
    const times = firstOf(
      dueTimes(3, 'constant', () => 0.5),
      3001,
    );
    expect(times.slice(0, 4)).toEqual([0, 1000 / 3, 2000 / 3, 1000]);
    expect(times[3000]).toBe(1_000_000);
  });

  it('keeps the rate and varies the gaps when it is of chance', () => {
    const times = firstOf(dueTimes(1000, 'poisson', seededRandom(2)), 50_001);
    const gaps = times.slice(1).map((time, at) => time - times[at]!);
    const mean = times.at(-1)! / gaps.length;
    const deviation = Math.sqrt(gaps.reduce((sum, gap) => sum + (gap - mean) ** 2, 0) / gaps.length);
    expect(mean).toBeCloseTo(1, 1);
    // Of exponential gaps the deviation is the mean.
    expect(deviation / mean).toBeCloseTo(1, 1);
  });

  it('refuses a rate at which nothing is ever due', () => {
    expect(() => dueTimes(0, 'constant', () => 0).next()).toThrow(RangeError);
  });
});

describe('Histogram', () => {
  it('finds quantiles to one part in a hundred, and the highest exactly', () => {
    const histogram = new Histogram();
    for (let value = 1; value <= 10_000; value += 1) histogram.add(value / 10);
    const { count, p50, p95, p99, max } = distributionOf(histogram);
    expect({ count, max }).toEqual({ count: 10_000, max: 1000 });
    for (const [found, exact] of [
      [p50, 500],
      [p95, 950],
      [p99, 990],
    ] as const)
      expect(Math.abs(found - exact) / exact).toBeLessThan(0.012);
    expect(histogram.shareWithin(250)).toBeCloseTo(0.25, 2);
    expect(histogram.mean).toBeCloseTo(500.05, 6);
  });

  it('counts what is tiny or enormous, and is NaN of nothing', () => {
    const histogram = new Histogram();
    for (const value of [0, 0.001, 1e12]) histogram.add(value);
    expect(histogram.quantile(0.5)).toBe(0.01);
    expect(histogram.quantile(1)).toBe(1e12);
    expect(new Histogram().quantile(0.5)).toBeNaN();
  });

  it('is the same after it went through JSON in two parts', () => {
    const parts = [new Histogram(), new Histogram()];
    const whole = new Histogram();
    for (let value = 1; value <= 1000; value += 1) {
      parts[value % 2]!.add(value);
      whole.add(value);
    }
    const merged = Histogram.of(
      ...parts.map((part) => JSON.parse(JSON.stringify(part)) as ReturnType<Histogram['toJSON']>),
    );
    expect(merged.toJSON()).toEqual(whole.toJSON());
    expect(merged.count).toBe(1000);
  });
});

describe('ReplyReader', () => {
  const reply = (status: string, body: string, headers = ''): Buffer =>
    Buffer.from(`HTTP/1.1 ${status}\r\n${headers}Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);

  it('reads a reply however its bytes come', () => {
    const bytes = reply('503 Service Unavailable', 'später', 'Retry-After: 2\r\n');
    for (let cut = 0; cut <= bytes.length; cut += 1) {
      const reader = new ReplyReader();
      const first = reader.read(bytes.subarray(0, cut));
      const read = first ?? reader.read(bytes.subarray(cut));
      expect({ ...read, body: read?.body.toString() }).toEqual({ status: 503, retryAfter: '2', body: 'später' });
    }
  });

  it('says when the other side closes, and refuses what it cannot read', () => {
    const reader = new ReplyReader();
    reader.read(reply('200 OK', '', 'Connection: close\r\n'));
    expect(reader.closes).toBe(true);
    expect(() => new ReplyReader().read(Buffer.from('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n'))).toThrow(
      'length',
    );
  });
});

describe('Tally', () => {
  const reply = (status: number, body: string, retryAfter: string | null = null) => ({
    status,
    retryAfter,
    body: Buffer.from(body),
  });

  it.each([
    ['answered', reply(200, '{"answerId":"a","outcome":"answered"}')],
    ['other', reply(200, '{"answerId":"a","outcome":"escalated"}')],
    ['recorded', reply(202, '{"feedbackId":"f"}')],
    ['refused', reply(503, '{}', '1')],
    ['refused', reply(429, '{}', '1')],
    ['failed', reply(503, '{}')],
    ['failed', reply(500, '{}', '1')],
    ['failed', reply(401, '{}')],
    ['unreachable', new Error('the connection was closed')],
  ] as const)('calls it %s', (fate, one) => expect(fateOf(one)).toBe(fate));

  it('counts a latency from when it was due, and a refusal from when it was sent', () => {
    const tally = new Tally();
    tally.add('ask', reply(200, '{"outcome":"answered"}'), { due: 0, sent: 90, done: 100 });
    tally.add('ask', reply(503, '', '1'), { due: 0, sent: 90, done: 100 });
    tally.add('ask', new Error('the connection was closed'), { due: 0, sent: 0, done: 5 });
    const { asks, refusals, late, fates, problems } = tally.toJSON();
    expect(asks.max).toBe(100);
    expect(refusals.max).toBe(10);
    expect(late.max).toBe(90);
    expect(fates).toEqual({ answered: 1, other: 0, recorded: 0, refused: 1, failed: 0, unreachable: 1 });
    expect(problems).toEqual({ 'the connection was closed': 1 });
    expect(tally.endSecond(1, 0, 0)).toMatchObject({ done: 2, answered: 1, refused: 1 });
    expect(tally.endSecond(2, 0, 0)).toMatchObject({ done: 0, answered: 0, refused: 0, p50: null, p95: null });
  });
});

describe('highestRate', () => {
  it('halves its way to the highest rate that holds', async () => {
    const tried: number[] = [];
    const holds = (rate: number) => {
      tried.push(rate);
      return Promise.resolve(rate <= 640);
    };
    expect(await highestRate(holds, 0, 1000, 20)).toBe(640);
    expect(tried.slice(0, 4)).toEqual([500, 750, 625, 688]);
    tried.length = 0;
    expect(await highestRate(holds, 0, 1000, 3)).toBe(625);
    expect(tried).toHaveLength(3);
  });

  it('says 0 where none holds', async () => {
    expect(await highestRate(() => Promise.resolve(false), 0, 100, 20)).toBe(0);
  });
});

describe('QuestionBank', () => {
  const texts = Array.from({ length: 50 }, (_, at) => `question ${at}`);

  it('gives no fresh question twice, and none that is common', () => {
    const bank = new QuestionBank(texts);
    const given = [...bank.common(50), ...bank.fresh(700), ...bank.fresh(1000)];
    const queries = given.map((body) => (JSON.parse(body) as { query: string }).query);
    expect(new Set(queries).size).toBe(1750);
    expect(() => bank.fresh(1000)).toThrow(RangeError);
    expect(() => bank.common(51)).toThrow(RangeError);
  });

  it('asks at every site', () => {
    const sites = new QuestionBank(texts).common(3).map((body) => (JSON.parse(body) as { site: string }).site);
    expect(new Set(sites).size).toBe(3);
  });
});
