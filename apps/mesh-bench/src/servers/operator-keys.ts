import { createHash, randomBytes } from 'node:crypto';
import { onDatabase } from './on-database.js';

/**
 * Stores API keys as an operator does, one for each front desk, each allowed to ask and no more. Nothing else limits a key
 * today but the number of its open streams.
 * @returns the keys; the gateway reads them within seconds
 */
export async function storeKeys(databaseUrl: string, count: number): Promise<string[]> {
  const keys = Array.from({ length: count }, () => `club_bench_${randomBytes(32).toString('base64url')}`);
  await onDatabase(databaseUrl, async (database) => {
    for (const [at, key] of keys.entries()) {
      await database.query(
        `INSERT INTO gateway.api_keys (id, name, key_hash, scopes) VALUES ($1, $1, $2, '{ask}')
         ON CONFLICT (id) DO UPDATE SET key_hash = excluded.key_hash, revoked_at = NULL`,
        [`desk-${at + 1}`, createHash('sha256').update(key).digest('hex')],
      );
    }
  });
  return keys;
}
