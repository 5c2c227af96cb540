import { describe, expect, it } from '@jest/globals';
import { fold, type Decider } from './decider.js';

type Command = { type: 'put'; amount: number } | { type: 'take'; amount: number };
type Event = { type: 'was-put'; amount: number } | { type: 'was-taken'; amount: number } | { type: 'was-refused' };

const purse: Decider<number, Command, Event> = {
  initialState: () => 0,
  decide: (command, state) => {
    if (command.type === 'put') return [{ type: 'was-put', amount: command.amount }];
    return command.amount > state ? [{ type: 'was-refused' }] : [{ type: 'was-taken', amount: command.amount }];
  },
  evolve: (state, event) => {
    if (event.type === 'was-put') return state + event.amount;
    return event.type === 'was-taken' ? state - event.amount : state;
  },
};

const history: Event[] = [{ type: 'was-put', amount: 10 }, { type: 'was-taken', amount: 3 }, { type: 'was-refused' }];

describe('fold', () => {
  it('begins with the initial state', () => {
    expect(fold(purse, [])).toBe(0);
  });

  it('applies every event once, in order, from any iterable', () => {
    expect(fold(purse, history)).toBe(7);
    expect(fold(purse, new Set(history).values())).toBe(7);
    const order = { initialState: () => '', evolve: (state: string, event: string) => state + event };
    expect(fold(order, ['a', 'b', 'c'])).toBe('abc');
  });

  it('asks for a fresh initial state each time, so that two folds share nothing', () => {
    const list = {
      initialState: (): number[] => [],
      evolve: (state: number[], event: number) => (state.push(event), state),
    };
    expect(fold(list, [1])).toEqual([1]);
    expect(fold(list, [2])).toEqual([2]);
  });

  it('what was decided on a state leads to the next one', () => {
    const state = fold(purse, history);
    expect(purse.decide({ type: 'take', amount: 8 }, state)).toEqual([{ type: 'was-refused' }]);
    expect(fold(purse, [...history, ...purse.decide({ type: 'take', amount: 7 }, state)])).toBe(0);
  });
});
