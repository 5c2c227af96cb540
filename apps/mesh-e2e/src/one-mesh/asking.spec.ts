import { describe, expect, it } from '@jest/globals';
import type { QueryResponse, Sop } from '#contracts';
import { eventually } from '#testing';
import type { Mesh } from '#testing/mesh';
import { partsOfEventStream } from '../event-stream.js';

/** What a mesh answers, and what that leaves. */
export const describeAsking = (mesh: () => Mesh): void =>
  describe('asking the mesh', () => {
    const expectSourcesResolve = async ({ sources }: QueryResponse): Promise<void> => {
      for (const source of sources) {
        const sop = (await (await mesh().fetch(`/sops/${source.sop}?version=${source.version}`)).json()) as Sop;
        expect(sop.markdown.slice(sop.bodyStart).slice(source.start, source.end)).toBe(source.quote);
      }
    };

    /** The same again in other words, so that no answer to it is kept: where the first was late, a second is asked for. */
    let tries = 0;
    const anew = (query: string): string => `${query}${' please'.repeat((tries += 1) % 5)}`;

    it.each([
      ['emergency', 'smoke is coming out of the projector in bay 2', 'escalated'],
      ['booking', 'how do I cancel my booking and what do I get back', 'answered'],
      ['tech', 'the screen froze in the middle of the round', 'answered'],
      ['brand', 'how does the winter league work and what does it cost', 'answered'],
    ])('%s answers, sourced, and leaves one event', async (assistant, query, outcome) => {
      // An emergency does not wait: what knowledge has not said within 300 ms, on a machine that runs other tests too, the
      // assistant says without it. Whatever comes, it is the assistant that answers.
      const { asked, answer } = await eventually(async () => {
        const asked = anew(query);
        const answer = await mesh().ask(asked, { site: 'harbor', asker: 'staff' });
        expect(answer).toMatchObject({ assistant, outcome, cache: null, degraded: [] });
        return { asked, answer };
      });
      expect(answer.sources.length).toBeGreaterThan(0);
      await expectSourcesResolve(answer);
      const trace = (await (await mesh().fetch(`/traces/${answer.traceId}`)).json()) as {
        events: { type: string; data: unknown }[];
      };
      const queries = trace.events.filter(({ type }) => type === 'query-answered');
      expect(queries).toHaveLength(1);
      expect(queries[0]!.data).toMatchObject({
        answerId: answer.answerId,
        query: asked,
        outcome,
        assistant,
        answer: { text: answer.answer.text },
      });
    });

    it('an emergency raises an event of its own', async () => {
      const answer = await mesh().ask('a man collapsed in bay 3 and is not breathing', { site: 'mill' });
      // Its reader does not wait for its record.
      await eventually(async () => {
        const trace = (await (await mesh().fetch(`/traces/${answer.traceId}`)).json()) as {
          events: { type: string }[];
        };
        expect(trace.events.map(({ type }) => type).sort()).toEqual(['emergency-raised', 'query-answered']);
      });
      expect(answer).toMatchObject({
        outcome: 'escalated',
        answer: { priority: 'urgent', escalation: { to: '911' } },
        route: { method: 'emergency' },
      });
    });

    it('off-topic is rejected without asking an assistant', async () => {
      expect(await mesh().ask('what is the capital of Mongolia')).toMatchObject({
        outcome: 'rejected',
        assistant: null,
        route: { method: 'none' },
      });
    });

    it('asks back when too little is said, and the choice decides', async () => {
      const asked = await mesh().ask('it does not work');
      expect(asked.outcome).toBe('clarify');
      const choices = asked.answer.actions
        .filter(({ name }) => name === 'choose-assistant')
        .map(({ data }) => data!['assistant']);
      expect(choices.length).toBeGreaterThanOrEqual(2);
      const chosen = await mesh().ask('it does not work', { assistant: choices[0] });
      expect(chosen.assistant).toBe(choices[0]);
      expect(['answered', 'degraded', 'escalated']).toContain(chosen.outcome);
    });

    it('streams the same answer as parts', async () => {
      const query = 'what does an hour cost on saturday evening';
      const whole = await eventually(async () => {
        const given = await mesh().ask(query);
        expect(given).toMatchObject({ outcome: 'answered', cache: 'L1' });
        return given;
      });
      const response = await mesh().post('/query', { query }, { accept: 'text/event-stream' });
      expect(response.headers.get('content-type')).toContain('text/event-stream');
      const parts = [];
      for await (const part of partsOfEventStream(response)) parts.push(part);
      expect(parts[0]).toMatchObject({ type: 'answer-start', assistant: 'booking' });
      expect(parts.at(-1)).toMatchObject({ type: 'answer-end', outcome: expect.stringMatching('answered|degraded') });
      expect(parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join('')).toBe(whole.answer.text);
      expect(parts.flatMap((part) => (part.type === 'source-add' ? [part.source] : []))).toEqual(whole.sources);
    });

    it('takes feedback on an answer, and refuses it for an answer nobody gave', async () => {
      const answerId = await eventually(async () => {
        const answer = await mesh().ask(anew('where can I park at the mill'), { site: 'mill' });
        expect(answer).toMatchObject({ cache: null, degraded: [] });
        return answer.answerId;
      });
      // Where the log is too slow to be asked, nothing is recorded, and it is to be sent again.
      const give = (body: object, status: number) =>
        eventually(async () => {
          const response = await mesh().post('/feedback', body);
          expect(response.status).toBe(status);
          return response;
        });
      const feedback = { answerId, helpful: false, reason: 'incomplete', comment: 'call 415 555 0134' };
      const taken = await give(feedback, 202);
      const { traceId } = (await taken.json()) as { traceId: string };
      const trace = (await (await mesh().fetch(`/traces/${traceId}`)).json()) as { events: object[] };
      expect(trace.events).toEqual([
        expect.objectContaining({ type: 'query-answered', data: expect.objectContaining({ answerId }) }),
        expect.objectContaining({
          type: 'feedback-given',
          data: expect.objectContaining({ answerId, comment: 'call [phone]' }),
        }),
      ]);
      await give({ answerId: '01890a5d-ac96-774b-bcce-b302099a8057', helpful: true }, 404);
    });

    it('publishes a new version, answers from it, and refuses one based on the old', async () => {
      const path = '/sops/lost-property';
      const current = await mesh().fetch(path);
      const { markdown } = (await current.json()) as Sop;
      const changed = `${markdown}\n## A lost hearing aid\n\nA lost hearing aid is kept in the blue box behind the Harbor counter.\n\n1. Ask for the make.\n`;
      const put = (etag: string, body = changed) =>
        mesh().fetch(path, { method: 'PUT', body, headers: { 'content-type': 'text/markdown', 'if-match': etag } });
      const etag = current.headers.get('etag')!;
      const published = await put(etag);
      expect([published.status, published.headers.get('etag')]).toEqual([200, '"2"']);
      await eventually(async () =>
        expect((await mesh().ask('somebody lost a hearing aid, where is it kept')).answer.text).toContain('blue box'),
      );
      const conflict = await put(etag, `${changed}\nAnd more.\n`);
      expect([conflict.status, ((await conflict.json()) as { code: string }).code]).toEqual([412, 'version-conflict']);
    });
  });
