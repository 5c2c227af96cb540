import { describe, expect, it } from '@jest/globals';
import { forSite, isForAnotherSite } from './site-words.js';

const sites = ['harbor', 'mill', 'summit'].map((id) => ({ id, word: id.charAt(0).toUpperCase() + id.slice(1) }));

describe('forSite', () => {
  it.each([
    [
      'mill',
      'Call 911: Harbor, 14 Quay Street, Port Ellery; Mill, Unit 3, 220 Spinner Lane; Summit, 41 Ridge Road.',
      'Call 911: Mill, Unit 3, 220 Spinner Lane.',
    ],
    [
      'summit',
      'Send for the AED: Harbor beside the inner door; Mill by the green; Summit between bays 2 and 3. Switch it on.',
      'Send for the AED: Summit between bays 2 and 3. Switch it on.',
    ],
    [
      'harbor',
      'The AED (Harbor by the door; Mill by the green; Summit between bays 2 and 3) and the kit.',
      'The AED (Harbor by the door) and the kit.',
    ],
    [
      'mill',
      'Then the building contact: Harbor 555-0141, Mill 555-0142, Summit 555-0143.',
      'Then the building contact: Mill 555-0142.',
    ],
    [
      'harbor',
      'The panel: Harbor behind the counter, Mill by the restrooms. Summit: caretaker, 555-0143.',
      'The panel: Harbor behind the counter.',
    ],
    [
      'harbor',
      'Harbor, Summit: There is no gas here. Leave all the same: Harbor, the kiosk; Mill, the racks.',
      'Harbor: There is no gas here. Leave all the same: Harbor, the kiosk.',
    ],
  ])('keeps what is for %s', (site, text, kept) => expect(forSite(text, site, sites)).toBe(kept));

  it.each([
    ['the site is not known', undefined, 'Harbor 555-0141, Mill 555-0142, Summit 555-0143.'],
    ['the list leaves the site out', 'summit', 'Sets: Harbor left and right, Mill right only.'],
    ['it is no list by site', 'mill', 'Choose Harbor, Mill or Summit.'],
    [
      'the names stand inside the parts',
      'mill',
      'Doors: street door at Harbor, glass door at Mill, steel door at Summit.',
    ],
    ['a site is named twice', 'mill', 'From there: Mill first, Harbor then, Mill again.'],
  ])('leaves the text as it is where %s', (_, site, text) => expect(forSite(text, site, sites)).toBe(text));
});

describe('isForAnotherSite', () => {
  it('is so for a step that begins with the name of another site', () => {
    expect(isForAnotherSite('Harbor: street door first.', 'mill', sites)).toBe(true);
    expect(isForAnotherSite('Mill: one glass door.', 'mill', sites)).toBe(false);
    expect(isForAnotherSite('Harbor: street door first.', undefined, sites)).toBe(false);
    expect(isForAnotherSite('Harbor, Summit: no gas.', 'mill', sites)).toBe(true);
    expect(isForAnotherSite('Harbor and Mill: a host.', 'mill', sites)).toBe(false);
    expect(isForAnotherSite('Harbor, the host: ask first.', 'mill', sites)).toBe(false);
  });
});
