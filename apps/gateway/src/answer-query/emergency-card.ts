import type { Action, AnswerBody, Club, Site } from '#contracts';
import { emergencyKinds, type EmergencyKind } from '#routing';

/** The first thing to do beside calling, whichever site it is. */
const callFirst: Record<EmergencyKind, string> = {
  fire: 'Get everyone out. Use no elevator, do not go back in.',
  gas: 'Get everyone out. Touch no switch, light nothing, make the call from outside.',
  medical:
    'Stay with the person. If they do not breathe normally, start chest compressions and fetch the AED. Press firmly on any bleeding. Do not move a hurt neck or back.',
  violence: 'Keep away from the person, get behind a locked door, and do not argue.',
  'break-in': 'Keep away, do not confront anybody, get behind a locked door or out.',
  power: 'Stand still until your eyes are used to the dark, then leave by the lit exit signs.',
  water: 'Keep away from water near sockets and screens, and touch no electrical equipment.',
  trapped: 'Talk to whoever is trapped and tell them that help is coming. Do not force a door or climb after them.',
  evacuation: 'Get everyone out by the nearest lit exit, use no elevator, and meet at the assembly point.',
  unspecified: 'Get everyone out of danger first.',
};

const isKind = (kind: string | null): kind is EmergencyKind => emergencyKinds.some((known) => known === kind);

const placeOf = (site: Site): string =>
  `You are at ${site.name}, ${site.address}. The AED is ${site.aed}. The assembly point: ${site.assemblyPoint}.`;

/**
 * What to do in an emergency, made of the club file alone: no bus, database, cache, model or other service has a part in it.
 * Where the site is not known, every site's address stands on the card.
 */
export function emergencyCard(club: Club, kind: string | null, siteId: string | null): AnswerBody {
  const { emergency, dutyManager } = club.phones;
  const site = club.sites.find((candidate) => candidate.id === siteId);
  const places = site
    ? [placeOf(site)]
    : club.sites.map(
        (each) => `${each.name}: ${each.address}; AED ${each.aed}; assembly point: ${each.assemblyPoint}.`,
      );
  const advice = callFirst[isKind(kind) ? kind : 'unspecified'];
  const lines = [
    `1. Call ${emergency} now and say where you are.`,
    `2. ${advice}`,
    `3. ${places.join('\n   ')}`,
    `4. When everyone is safe, call the duty manager on ${dutyManager}.`,
  ];
  return {
    text: lines.join('\n'),
    category: 'escalation',
    priority: 'urgent',
    actions: [
      call('call-emergency', emergency, `Call ${emergency}`),
      call('call-duty-manager', dutyManager, `Call the duty manager, ${dutyManager}`),
    ],
    escalation: { to: emergency, reason: kind ? `Emergency: ${kind}` : 'Emergency', how: `Call ${emergency}` },
  };
}

const call = (name: string, phone: string, label: string): Action => ({ by: 'asker', name, label, data: { phone } });
