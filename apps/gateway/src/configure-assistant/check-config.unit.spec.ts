import { expect, it } from '@jest/globals';
import { assistantConfigSchema, type Manifest } from '#contracts';
import { FailureError } from '#kernel';
import { checkConfig } from './check-config.js';

const manifest = {
  id: 'booking',
  keywords: [],
  examples: ['book a bay', 'cancel a bay', 'move a bay', 'pay for a bay', 'share a bay'],
} as unknown as Manifest;

it('leaves patterns unchecked after three that are refused', () => {
  const patterns = ['fine', 'a+', 'b+', 'fine too', 'c+', 'd+', 'e+'].map((pattern) => ({ pattern }));
  const config = assistantConfigSchema.parse({ patterns });
  const refused = (): void => checkConfig(manifest, config, { others: [], offTopic: [] });
  expect(refused).toThrow(FailureError);
  expect(refused).toThrow(
    expect.objectContaining({
      failure: expect.objectContaining({
        places: [1, 2, 4].map((at) => expect.objectContaining({ path: `config.patterns.${at}.pattern` })),
      }),
    }),
  );
});
