import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { respondFromKnowledge, type Ask, type Club, type Knowledge, type Looked } from '#assistant-kit';
import { clubSchema, type AnswerPart, type Passage } from '#contracts';
import { Deadline, newTraceContext, ok } from '#kernel';
import { emergency } from './emergency.assistant.js';

const club: Club = clubSchema.parse(
  parse(readFileSync(new URL('../../../../club/club.yaml', import.meta.url), 'utf8')),
);
const folder = new URL('../sops/', import.meta.url);

function sectionsOf(file: string): Passage[] {
  const markdown = readFileSync(new URL(file, folder), 'utf8');
  const body = markdown.slice(markdown.indexOf('\n---\n', 4) + 5);
  const title = /^# (.+)$/m.exec(body)?.[1] ?? '';
  const headings = [...body.matchAll(/^## (.+)$/gm)];
  return headings.map((match, place) => {
    const raw = body.slice(match.index + match[0].length, headings[place + 1]?.index ?? body.length);
    const start = match.index + match[0].length + raw.length - raw.trimStart().length;
    const text = raw.trim();
    const known = { score: 1, similarity: 1, coverage: 1, likelihood: 1 };
    const span = { text, start, end: start + text.length };
    return { sop: file.replace('.md', ''), version: 1, title, heading: match[1] ?? '', ...span, ...known };
  });
}

const sections = readdirSync(folder).flatMap(sectionsOf);

/** Finds the sections it was given, best first, whatever is asked. */
const finding = (...passages: Passage[]): Knowledge => ({
  search: () => Promise.resolve(ok<Looked>({ passages, degraded: [] })),
});

async function answer(knowledge: Knowledge, ask: Partial<Ask>) {
  const parts: AnswerPart[] = [];
  const call = {
    deadline: Deadline.in(600_000),
    trace: newTraceContext(),
    principal: { id: 'x', kind: 'staff' as const },
    requestId: 'r',
  };
  const { manifest, policy } = emergency;
  const whole: Ask = { answerId: 'a', query: 'what now', asker: 'staff', ...ask };
  for await (const part of respondFromKnowledge(whole, call, { manifest, policy, club, knowledge })) parts.push(part);
  return {
    text: parts.map((part) => (part.type === 'text-delta' ? part.text : '')).join(''),
    actions: parts.flatMap((part) => (part.type === 'action-add' ? [part.action] : [])),
    headings: parts.flatMap((part) => (part.type === 'source-add' ? [part.source.heading] : [])),
    escalation: parts.find((part) => part.type === 'escalation-raise')?.escalation,
  };
}

/** What tells one site from the others: its name, address and phones. */
const contacts: Record<string, string> = { harbor: '555-0141', mill: '555-0142', summit: '555-0143' };
const wordsOf = (id: string): RegExp => {
  const { address, phone } = club.sites.find((site) => site.id === id)!;
  const street = address
    .split(',')
    .find((part) => /\d+ [A-Z]/.test(part))!
    .trim();
  const name = id.charAt(0).toUpperCase() + id.slice(1);
  return new RegExp(`\\b${name}\\b|${street}|${phone}|${contacts[id]}`);
};

describe.each(club.sites.map(({ id }) => id))('every procedure at %s', (site) => {
  const others = club.sites.map(({ id }) => id).filter((id) => id !== site);
  const here = sections.filter(({ sop }) => !sop.startsWith('site-card-') || sop === `site-card-${site}`);

  it.each(here.map((passage) => [`${passage.sop}: ${passage.heading}`, passage] as const))(
    'says nothing of another site: %s',
    async (_, passage) => {
      for (const asker of ['staff', 'member'] as const) {
        const { text, actions, headings } = await answer(finding(passage), { site, asker });
        if (headings.length === 0) continue;
        for (const other of others) expect(`${text} ${JSON.stringify(actions)}`).not.toMatch(wordsOf(other));
      }
    },
  );

  it('never answers from a section of another site', async () => {
    for (const passage of sections.filter(({ text }) => text.startsWith('Only at:'))) {
      const { headings } = await answer(finding(passage), { site, query: 'stuck in here' });
      const holds = /^Only at: (.+)$/m.exec(passage.text)?.[1]?.toLowerCase().includes(site) ?? false;
      expect(headings.includes(passage.heading)).toBe(holds);
    }
  });
});

describe('an emergency that is going on', () => {
  const gas = sections.filter(({ sop }) => sop === 'gas-smell');
  const back = gas.find(({ heading }) => heading.startsWith('Going back'))!;

  it('gets what is to be done now, even where what comes after was found first', async () => {
    const { text } = await answer(finding(back, ...gas.filter((section) => section !== back)), { query: 'gas leak' });
    expect(text).toMatch(/^Leave at once/);
  });

  it('gets what comes after when that is asked', async () => {
    const query = 'when can we go back in after the leak';
    const { text } = await answer(finding(back, ...gas.filter((section) => section !== back)), { query });
    expect(text).toMatch(/^Nobody goes back/);
  });

  it.each(['gas at mill', 'gas smell near spinner lane', 'smells of gas in weaver’s mill'.replace('’', "'")])(
    'finds the site in the words: %s',
    async (query) => {
      const { text } = await answer(finding(gas[0]!), { query });
      expect(text).toContain('yellow lever');
      expect(text).not.toMatch(/Harbor|Summit/);
    },
  );

  it('says everything where two sites are named, or one that the device is not at', async () => {
    for (const ask of [{ query: 'gas at mill or harbor' }, { query: 'gas at mill', site: 'harbor' }]) {
      const { text } = await answer(finding(gas[0]!), ask);
      expect(text).toMatch(/Harbor, bollards[\s\S]*Mill, bike racks/);
    }
  });
});

describe('sections of some sites only, where the site is not known', () => {
  const trapped = sections.filter(({ sop }) => sop === 'trapped-person');
  const own = trapped.filter(({ text }) => text.startsWith('Only at:'));
  const introduction = {
    ...trapped[0]!,
    heading: trapped[0]!.title,
    text: 'Keep them talking while help comes.',
    start: 30,
    end: 65,
    score: 0.5,
  };
  const bySite: Knowledge = {
    search: (_, { site }) => {
      const passages = site === undefined || site === 'harbor' ? [own[0]!, introduction] : [own[1]!, introduction];
      return Promise.resolve(ok({ passages, degraded: [] }));
    },
  };

  it('says what to do everywhere first, then each site’s own', async () => {
    const { text, headings } = await answer(bySite, { query: 'stuck in the elevator' });
    expect(text).toMatch(/^Keep them talking[\s\S]*At Harbor: Stay inside[\s\S]*At Mill and Summit: Call 911/);
    expect(headings).toEqual(expect.arrayContaining([own[0]!.heading, own[1]!.heading]));
  });

  it('says only its own where it is known', async () => {
    const { text } = await answer(bySite, { query: 'stuck in the elevator', site: 'mill' });
    expect(text).toMatch(/^Call 911 and say exactly where/);
    expect(text).not.toContain('Harbor');
  });
});

describe('what is no emergency', () => {
  const nothing = finding();

  it('brings no ambulance: it is asked back', async () => {
    const { text, escalation } = await answer(nothing, { query: 'hi door' });
    expect(text).toMatch(/^Is anybody hurt or in danger\?/);
    expect(escalation).toMatchObject({ to: 'duty-manager' });
  });

  it.each([{ query: 'he is not breathing' }, { query: 'hi door', emergency: 'violence' }])(
    'is an emergency all the same where the words or the gateway say so: %j',
    async (ask) => expect((await answer(nothing, ask)).escalation).toMatchObject({ to: '911' }),
  );
});
