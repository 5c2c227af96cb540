import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';
import { fail } from '#kernel';
import { writePrivately } from './write-privately.js';

const secretsSchema = z.strictObject({
  /** Signs on whose behalf a request is made. */
  principalSecret: z.string().min(32),
  /** 256 random bits, as every API key. */
  devApiKey: z.string().regex(/^club_dev_[A-Za-z0-9_-]{43}$/),
});
export type Secrets = z.infer<typeof secretsSchema>;

const randomSecrets = (): Secrets => ({
  principalSecret: randomBytes(32).toString('base64url'),
  devApiKey: `club_dev_${randomBytes(32).toString('base64url')}`,
});

/** The secrets of this mesh: made at its first start, the same ever after. One that is given is used instead, and not kept. */
export function keptSecrets(file: string, given: { readonly [Name in keyof Secrets]: string | undefined }): Secrets {
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writePrivately(file, randomSecrets());
  }
  try {
    const kept = secretsSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    return {
      principalSecret: given.principalSecret ?? kept.principalSecret,
      devApiKey: given.devApiKey ?? kept.devApiKey,
    };
  } catch {
    throw fail('invalid-request', `${file} is damaged; delete it, and new secrets are made at the next start.`);
  }
}
