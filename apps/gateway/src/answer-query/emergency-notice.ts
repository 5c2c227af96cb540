import type { Club, EmergencyNotice } from '#contracts';
import type { Danger, Decision } from './decision.js';
import { emergencyCard } from './emergency-card.js';

/**
 * What to show beside the answer to a question that may be an emergency: the card, and one tap for yes or no. Null where
 * there is nothing to ask: no danger in it, an emergency already, or the asker has said.
 */
export function emergencyNotice(
  club: Club,
  { danger, emergency, told }: Pick<Decision, 'danger' | 'emergency' | 'told'>,
  siteId: string | null,
): EmergencyNotice | null {
  if (danger === null || emergency !== null || told !== null) return null;
  return noticeOf(club, danger, siteId);
}

/** The same where there is something to ask. */
export function noticeOf(club: Club, { kind, likelihood }: Danger, siteId: string | null): EmergencyNotice {
  return {
    suspected: true,
    kind,
    likelihood,
    question: 'Is this an emergency?',
    choices: [
      { by: 'asker', name: 'confirm-emergency', label: 'Yes, this is an emergency', data: { emergency: 'true' } },
      { by: 'asker', name: 'deny-emergency', label: 'No, it is not', data: { emergency: 'false' } },
    ],
    card: emergencyCard(club, kind, siteId),
  };
}
