import { describe, expect, it } from '@jest/globals';
import { createRouter, type Rerouter } from '#routing';
import { manifestOf } from '../test-gateway.js';
import { SeenQuestions } from './seen-questions.js';

const offTopic = ['what is the weather like', 'who won the world cup'];
const learned = () =>
  createRouter({ manifests: [manifestOf('booking', 'booking'), manifestOf('tech', 'projector')], offTopic });
/** A router that counts what it looks at. */
function counted(router: Rerouter): Rerouter & { looks: number } {
  const counting = {
    looks: 0,
    route: (text: string) => router.route(text),
    hasSeen: router.hasSeen.bind(router),
    reroute: router.reroute.bind(router),
    see: (text: string) => {
      counting.looks += 1;
      return router.see(text);
    },
  };
  return counting;
}

describe('SeenQuestions', () => {
  it('looks at a question once for each router that has learned something else, and routes it as that would', () => {
    const seen = new SeenQuestions();
    const router = counted(learned());
    const text = 'cancel the booking';
    for (let time = 0; time < 3; time += 1) {
      expect(seen.remembering(router, router).route(text)).toEqual(router.route(text));
    }
    expect(router.looks).toBe(1);
    const other = counted(learned());
    expect(seen.remembering(other, other).route(text).assistant).toBe('booking');
    expect(other.looks).toBe(1);
  });

  it('asks a router that has learned something else itself', () => {
    const other = createRouter({
      manifests: [manifestOf('sauna', 'booking'), manifestOf('tech', 'projector')],
      offTopic,
    });
    const routes = new SeenQuestions().remembering(learned(), other);
    expect(routes.route('cancel the booking').assistant).toBe('sauna');
  });

  it('keeps no more than it may, and forgets the oldest', () => {
    const seen = new SeenQuestions(2);
    const router = counted(learned());
    for (const text of ['one', 'two', 'three', 'two', 'one']) seen.see(router, text);
    expect(seen.size).toBe(2);
    expect(router.looks).toBe(4);
  });
});
