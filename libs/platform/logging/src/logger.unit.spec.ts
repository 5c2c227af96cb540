import { describe, expect, it } from '@jest/globals';
import { newTraceContext } from '#kernel';
import { createLogger } from './logger.js';
import { inTrace } from './trace-scope.js';

function recorded() {
  const lines: Record<string, unknown>[] = [];
  const destination = { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) };
  return { lines, logger: createLogger({ service: 'booking', instance: 'a', level: 'info', destination }) };
}

describe('createLogger', () => {
  it('writes the trace ids into every line logged inside a trace, across awaits', async () => {
    const { lines, logger } = recorded();
    const trace = newTraceContext();
    await inTrace(trace, async () => {
      await Promise.resolve();
      logger.info('inside');
    });
    logger.info('outside');
    expect(lines[0]).toMatchObject({ msg: 'inside', traceId: trace.traceId, spanId: trace.spanId, service: 'booking' });
    expect(lines[1]).not.toHaveProperty('traceId');
  });

  it('keeps two traces apart that run at the same time', async () => {
    const { lines, logger } = recorded();
    const traces = [newTraceContext(), newTraceContext()];
    await Promise.all(
      traces.map((trace) =>
        inTrace(trace, async () => {
          await Promise.resolve();
          logger.info({ mine: trace.traceId }, 'one');
        }),
      ),
    );
    expect(lines.map((line) => line['mine'])).toEqual(lines.map((line) => line['traceId']));
  });

  it('never writes a key', () => {
    const { lines, logger } = recorded();
    logger.info({ headers: { authorization: 'Bearer club_dev_x' }, apiKey: 'club_dev_x' }, 'request');
    expect(JSON.stringify(lines)).not.toContain('club_dev_x');
  });
});
