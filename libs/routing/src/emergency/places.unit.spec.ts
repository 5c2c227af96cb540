import { describe, expect, it } from '@jest/globals';
import { read } from '../text/said.js';
import { placesIn } from './places.js';

const placesOf = (text: string): string[] => {
  const said = read(text);
  const places = placesIn(said);
  return said.words.filter((_, at) => places[at] === 1);
};

describe('places', () => {
  it.each([
    ['he lies next to the mens washroom', ['the', 'mens', 'washroom']],
    ['by the water cooler', ['the', 'water', 'cooler']],
    ['the water fountain', ['water', 'fountain']],
    ['the toilet overflows', []],
    ['the sink is leaking', []],
  ])('in "%s"', (text, places) => expect(placesOf(text)).toEqual(places));

  it('are looked for a few words back only, however long the text is', () => {
    expect(placesOf(`in ${'very '.repeat(300)}sink`)).toEqual([]);
  });
});
