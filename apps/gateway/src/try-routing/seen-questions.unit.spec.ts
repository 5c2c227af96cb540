import { describe, expect, it } from '@jest/globals';
import { createRouter, placeOf, type Rerouter } from '#routing';
import { manifestOf } from '../test-gateway.js';
import { SeenQuestions } from './seen-questions.js';

const offTopic = ['what is the weather like', 'who won the world cup'];
const learned = (first = 'booking') =>
  createRouter({ manifests: [manifestOf(first, 'booking'), manifestOf('tech', 'projector')], offTopic });
const questions = ['cancel the booking', 'my projector', 'who won the world cup', 'there is a fire in bay 2', ''];

/** A router that counts what it looks at and decides. */
function counted(router: Rerouter): Rerouter & { looks: number; decisions: number } {
  const counting = {
    looks: 0,
    decisions: 0,
    route: router.route.bind(router),
    hasSeen: router.hasSeen.bind(router),
    reroute: router.reroute.bind(router),
    place: (seen: ReturnType<Rerouter['see']>) => {
      counting.decisions += 1;
      return router.place(seen);
    },
    see: (text: string) => {
      counting.looks += 1;
      return router.see(text);
    },
  };
  return counting;
}

describe('SeenQuestions', () => {
  it('looks at a question and places it once for a router, and says what that router would say', () => {
    const seen = new SeenQuestions();
    const router = counted(learned());
    for (let time = 0; time < 3; time += 1) {
      expect(questions.map(seen.places(router))).toEqual(questions.map((text) => placeOf(router.route(text))));
      for (const text of questions) expect(seen.route(router, router, text)).toEqual(router.route(text));
    }
    expect([router.looks, router.decisions]).toEqual([questions.length, questions.length]);
  });

  it('looks anew for a router that has learned something else', () => {
    const seen = new SeenQuestions();
    const [one, other] = [counted(learned()), counted(learned('sauna'))];
    const [first] = questions as [string];
    expect([seen.places(one)(first), seen.places(other)(first)]).toEqual(['booking', 'sauna']);
    expect([one.looks, other.looks]).toEqual([1, 1]);
  });

  it('asks a router that has learned something else itself, and keeps what the one in use has seen', () => {
    const seen = new SeenQuestions();
    const [now, then] = [counted(learned()), counted(learned('sauna'))];
    const [first] = questions as [string];
    for (let time = 0; time < 2; time += 1) expect(seen.placesThen(now, then)(first)).toBe('sauna');
    expect(seen.route(now, then, first).assistant).toBe('sauna');
    expect([now.looks, then.looks]).toEqual([1, 2]);
  });

  it('keeps no more than it may, and forgets the oldest', () => {
    const seen = new SeenQuestions(2);
    const router = counted(learned());
    for (const text of ['one', 'two', 'three', 'two', 'one']) seen.see(router, text);
    expect(seen.size).toBe(2);
    expect(router.looks).toBe(4);
  });
});
