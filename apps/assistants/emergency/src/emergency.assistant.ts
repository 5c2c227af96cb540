import { defineAssistant, type Addition, type Ask, type Club, type Site } from '#assistant-kit';

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
    '2. Get everyone out of danger. Stay with anyone who is hurt; if they do not breathe, push hard and fast on the chest and send for the AED.',
    `3. ${places.join('\n   ')}`,
    `4. When everyone is safe, call the duty manager, ${dutyManager}.`,
  ].join('\n');
}

export const emergency = defineAssistant({
  folder: new URL('..', import.meta.url),
  policy: {
    priority: () => 'urgent',
    category: () => 'escalation',
    escalation: ({ club, title }) => ({
      to: club.phones.emergency,
      reason: title === '' ? 'Emergency' : `Emergency: ${title}`,
      how: `Call ${club.phones.emergency}`,
    }),
    fallbackQuery: 'What to do first in any emergency',
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
