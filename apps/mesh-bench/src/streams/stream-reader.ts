import { request, type ClientRequest } from 'node:http';
import type { Mesh } from '#testing/mesh';

const ofTheStub = { query: 'a question of the benchmark', assistant: 'stub' };

/** A stream as its client sees it; times are those of `performance.now()`. */
export interface OpenStream {
  /** Resolves at the end, with whether it ended with `answer-end`. */
  readonly ended: Promise<boolean>;
  leave(): void;
}

/** Asks, the stub unless told otherwise, and tells of every token when it is there. */
export function openStream(
  mesh: Mesh,
  onToken: (text: string) => void = () => undefined,
  question: object = ofTheStub,
): OpenStream {
  let sent!: ClientRequest;
  const ended = new Promise<boolean>((resolve, reject) => {
    let rest = '';
    let whole = false;
    const headers = {
      authorization: `Bearer ${mesh.run.apiKey}`,
      'content-type': 'application/json',
      accept: 'text/event-stream',
    };
    sent = request(`${mesh.run.gatewayUrl}/query`, { method: 'POST', headers, agent: false }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`the stream was refused: ${response.statusCode}`));
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const frames = (rest + chunk).split('\n\n');
        rest = frames.pop()!;
        for (const frame of frames) {
          whole ||= frame.includes('event: answer-end\n');
          if (frame.includes('event: text-delta\n')) onToken(textOf(frame));
        }
      });
      response.once('close', () => resolve(whole)).on('error', () => resolve(false));
    });
    sent.on('error', (error) => reject(error)).end(JSON.stringify(question));
  });
  return { ended, leave: () => void sent.destroy() };
}

const textOf = (frame: string): string =>
  (JSON.parse(frame.slice(frame.indexOf('data: ') + 6)) as { text: string }).text;
