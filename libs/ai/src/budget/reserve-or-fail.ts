import { ModelFailure, type ModelFailureReason } from '../chat/model-failure.js';
import { NeverSent } from '../timely-request.js';
import type { Reservation, SpendingLedger } from './spending-ledger.js';

/** Refusals: nothing was read by a model, and nothing is charged. */
const free: ReadonlySet<ModelFailureReason> = new Set([
  ...(['rate-limited', 'overloaded', 'unavailable', 'refused-key', 'unknown-model', 'refused-request'] as const),
]);

/** Whether a call that ended with this costs nothing, as far as nothing was heard of it before. */
export const costsNothing = (error: unknown): boolean =>
  error instanceof NeverSent || (error instanceof ModelFailure && free.has(error.reason));

/**
 * What costs nothing needs no reservation, and goes on while nobody can say what was spent.
 * @param cost millionths of a dollar
 * @throws ModelFailure `budget-exhausted`, or `budget-unknown` when nobody can say what was spent
 */
export async function reserveOrFail(ledger: SpendingLedger, cost: number, provider: string): Promise<Reservation> {
  if (cost === 0) return { settle: () => undefined };
  const reservation = await ledger.reserve(cost).catch((cause: unknown) => {
    throw new ModelFailure('budget-unknown', provider, 'nobody can say what was spent today', { cause });
  });
  if (!reservation) throw new ModelFailure('budget-exhausted', provider, 'the budget of the day is used up');
  return reservation;
}
