import { describe, expect, it } from '@jest/globals';
import { providerFetch } from './provider-fetch.js';

describe('a request to a provider', () => {
  const { signal } = new AbortController();

  it.each([
    ['until when it may go out', { signal }],
    ['anything', undefined],
  ])('that does not say %s goes nowhere', async (_, init) => {
    await expect(providerFetch('stub')('http://127.0.0.1:1', init)).rejects.toThrow(/does not say until when/);
  });
});
