import { describe, expect, it } from '@jest/globals';
import { nextTurn } from '#kernel';
import { Turns } from '../turns.js';
import { Doorstep } from './doorstep.js';

describe('Doorstep', () => {
  it('hears those who wait in their order, and gives way after each', async () => {
    const heard: string[] = [];
    const doorstep = new Doorstep(() => ({ giveWay: () => Promise.resolve(void heard.push('-')) }));
    expect(doorstep.isEmpty).toBe(true);
    doorstep.wait(() => heard.push('one'));
    doorstep.wait(() => heard.push('two'));
    expect(doorstep.isEmpty).toBe(false);
    expect(heard).toEqual([]);
    await nextTurn();
    expect(heard).toEqual(['one', '-', 'two', '-']);
    expect(doorstep.isEmpty).toBe(true);
  });

  it('hears nobody in a turn in which it has heard enough, and goes on in the next', async () => {
    const heard: string[] = [];
    const doorstep = new Doorstep(() => ({ giveWay: nextTurn }));
    for (const one of ['one', 'two', 'three']) doorstep.wait(() => heard.push(one));
    for (const said of [['one'], ['one', 'two'], ['one', 'two', 'three']]) {
      await nextTurn();
      expect(heard).toEqual(said);
    }
  });

  it('hears as many as there is time for in the first turn as well, however long ago the last one was', async () => {
    let now = 0;
    const heard: string[] = [];
    const doorstep = new Doorstep(() => new Turns(nextTurn, () => now));
    now = 1000;
    for (const one of ['one', 'two', 'three']) doorstep.wait(() => (heard.push(one), (now += 3)));
    await nextTurn();
    expect(heard).toEqual(['one', 'two']);
    await nextTurn();
    expect(heard).toEqual(['one', 'two', 'three']);
  });

  it('hears whoever comes later, after the others and after it was empty', async () => {
    const heard: string[] = [];
    const doorstep = new Doorstep();
    doorstep.wait(() => {
      heard.push('one');
      doorstep.wait(() => heard.push('three'));
    });
    doorstep.wait(() => heard.push('two'));
    await nextTurn();
    expect(heard).toEqual(['one', 'two', 'three']);
    await nextTurn();
    doorstep.wait(() => heard.push('four'));
    await nextTurn();
    expect(heard).toEqual(['one', 'two', 'three', 'four']);
  });
});
