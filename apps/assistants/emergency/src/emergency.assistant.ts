import { defineAssistant, type Addition, type Ask, type Club, type Site, type Situation } from '#assistant-kit';
import { adviceFor, tellsOfEmergency } from './danger.js';
import { answersFrom } from './procedures.js';

const siteOf = ({ site }: Ask, club: Club): Site | undefined => club.sites.find(({ id }) => id === site);

/** What a crew has to be told, from the site's own card: "Call 911 and say: Nightjar Indoor Golf, 14 Quay Street". */
export function addressLine(ask: Ask, club: Club): Addition | undefined {
  const site = siteOf(ask, club);
  if (!site) return undefined;
  return {
    query: `${site.name} emergency card: address and phones for an emergency`,
    line: ({ passage, blocks }) => {
      if (passage.sop !== `site-card-${site.id}`) return undefined;
      const lead = blocks.find(({ kind, text }) => kind === 'lead' && text.includes(site.address));
      const address = lead?.text.split(/\bsay: /)[1];
      return lead && address
        ? { text: `Address for ${club.phones.emergency}: ${address}`, from: lead.text }
        : undefined;
    },
  };
}

/** The order of the first minute, from the club file alone, for when no procedure can be read. */
export function firstMinute(ask: Ask, club: Club): string {
  const { emergency, dutyManager } = club.phones;
  const site = siteOf(ask, club);
  const places = (site ? [site] : club.sites).map(
    ({ name, address, aed, assemblyPoint }) => `${name}: ${address}. AED: ${aed}. Assembly point: ${assemblyPoint}.`,
  );
  return [
    `1. Call ${emergency} now and say where you are.`,
    `2. ${adviceFor(ask)}`,
    `3. ${places.join('\n   ')}`,
    `4. When everyone is safe, call the duty manager, ${dutyManager}.`,
  ].join('\n');
}

/** Asks what it is about, and says what comes before an answer if it is one after all. */
export const asksBack = (_: Ask, { phones }: Club): string =>
  `Is anybody hurt or in danger? Then call ${phones.emergency} now. If not: what happened, and where?`;

/** Nothing fits, and nothing tells of danger. */
const isNone = (situation: Situation): boolean => situation.unsure && !tellsOfEmergency(situation);

export const emergency = defineAssistant({
  folder: new URL('..', import.meta.url),
  policy: {
    priority: (situation) => (isNone(situation) ? 'high' : 'urgent'),
    category: () => 'escalation',
    // Where nothing fits and nothing tells of danger, a greeting that went astray brings no ambulance.
    escalation: (situation) =>
      isNone(situation)
        ? undefined
        : {
            to: situation.club.phones.emergency,
            reason: situation.title === '' ? 'Emergency' : `Emergency: ${situation.title}`,
            how: `Call ${situation.club.phones.emergency}`,
          },
    fallbackQuery: (ask) => (tellsOfEmergency(ask) ? 'What to do first in any emergency' : undefined),
    asksBack,
    answersFrom,
    addition: addressLine,
    withoutKnowledge: firstMinute,
    // The first sentence is the order; nothing comes before it or leads away from it, and no model words it.
    sayOpens: false,
    seesAlso: false,
    mayUseModel: false,
    // The gateway waits 300 ms and then shows its card; what knowledge has not said by then it has not said.
    reserveMs: 60,
  },
});
