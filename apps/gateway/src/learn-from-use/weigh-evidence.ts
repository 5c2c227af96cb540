import { createHash } from 'node:crypto';
import type { LearnedExample } from '#contracts';
import { mapGivingWay } from './give-way.js';
import type { Said } from './read-evidence.js';

/** A manager's word on one question. */
export interface Decided {
  readonly id: string;
  readonly assistant: string;
  readonly text: string;
  readonly decision: 'accept' | 'refuse';
  readonly by: string;
  readonly at: string;
  readonly reason: string;
}

/** What the questions are held against. */
export interface Around {
  /** How many questions each assistant may be taught; an assistant that is not there may be taught none. */
  readonly most: ReadonlyMap<string, number>;
  /** Whether somebody has it as an example already: an assistant, the off-topic ones, the emergencies. */
  readonly isTaken: (text: string) => boolean;
  readonly voicesNeeded: number;
}

type Weighed = Omit<LearnedExample, 'state'> & { readonly wrong: boolean };

/** Characters above which a question is a story, and would teach more words than it is about. */
const longest = 200;
/** One word alone says too little, and would draw too much to one assistant. */
const fewestWords = 2;
/** A word that stands in place of what was left out of the record would be learned as if somebody had said it. */
const leftOut = /\[(?:email|card|phone|code|name)\]/;

export const idOf = (assistant: string, text: string): string =>
  createHash('sha256').update(`${assistant}\n${text}`).digest('hex').slice(0, 32);

const isTeachable = (text: string): boolean =>
  text.length <= longest && text.split(' ').length >= fewestWords && !leftOut.test(text);

/** Different keys. Those that members use count as one together: whoever stands at a kiosk may try every kiosk. */
function voicesOf(said: readonly Said[]): number {
  const staff = new Set(said.filter((one) => one.staff).map(({ actor }) => actor));
  return staff.size + (said.some(({ actor }) => !staff.has(actor)) ? 1 : 0);
}

interface About {
  readonly assistant: string;
  readonly text: string;
}

const keyOf = ({ assistant, text }: About): string => `${assistant}\n${text}`;

async function weigh(said: readonly Said[], decided: readonly Decided[]): Promise<Weighed[]> {
  const about = new Map<string, Said[]>();
  await mapGivingWay(said, (one) => {
    if (!isTeachable(one.text)) return;
    const same = about.get(keyOf(one));
    if (same) same.push(one);
    else about.set(keyOf(one), [one]);
  });
  const words = new Map(decided.map((one) => [keyOf(one), one]));
  return mapGivingWay([...new Set([...about.keys(), ...words.keys()])], (key) => {
    const all = about.get(key) ?? [];
    const word = words.get(key);
    const { assistant, text } = all[0] ?? word!;
    const pro = all.filter(({ how }) => how !== 'wrong');
    return {
      id: idOf(assistant, text),
      assistant,
      text,
      voices: voicesOf(pro),
      chosen: pro.filter(({ how }) => how === 'chosen').length,
      helpful: pro.filter(({ how }) => how === 'helpful').length,
      lastAt: pro.reduce<string | null>((last, { at }) => (last === null || at > last ? at : last), null),
      decided: word ? { decision: word.decision, by: word.by, at: word.at, reason: word.reason } : null,
      wrong: all.some(({ how }) => how === 'wrong'),
    };
  });
}

const accepted = ({ decided }: Weighed): boolean => decided?.decision === 'accept';
const refused = ({ decided }: Weighed): boolean => decided?.decision === 'refuse';

/** Whether somebody says of the same question that it is another's. A manager's word ends it; the latest one does. */
function isContradicted(one: Weighed, sameText: readonly Weighed[]): boolean {
  const others = sameText.filter((other) => other !== one && !refused(other));
  if (accepted(one)) return others.some((other) => accepted(other) && other.decided!.at > one.decided!.at);
  return one.wrong || others.some((other) => other.voices > 0 || accepted(other));
}

function stateOf(one: Weighed, sameText: readonly Weighed[], around: Around): LearnedExample['state'] {
  if (refused(one)) return 'refused';
  if (around.isTaken(one.text)) return 'known';
  if (isContradicted(one, sameText)) return 'contradicted';
  return accepted(one) || one.voices >= around.voicesNeeded ? 'agreed' : 'waiting';
}

/** What managers accepted stays before what is newer; then the newest, and where it is the same moment, by the id. */
const byRank = (one: Weighed, other: Weighed): number =>
  Number(accepted(other)) - Number(accepted(one)) ||
  -compare(one.lastAt ?? '', other.lastAt ?? '') ||
  compare(one.id, other.id);
const compare = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const shownOf = (one: Weighed, state: LearnedExample['state']): LearnedExample => {
  const { id, assistant, text, voices, chosen, helpful, lastAt, decided } = one;
  return { id, assistant, text, state, voices, chosen, helpful, lastAt, decided };
};

/**
 * What is known of every question that people took to an assistant, what managers accepted and what is newest first. The same
 * words in the same log weigh the same in every gateway.
 */
export async function weighEvidence(
  said: readonly Said[],
  decided: readonly Decided[],
  around: Around,
): Promise<LearnedExample[]> {
  const weighed = (await weigh(said, decided)).filter(({ assistant }) => around.most.has(assistant));
  const byText = Map.groupBy(weighed, ({ text }) => text);
  const places = new Map(around.most);
  const list = await mapGivingWay(weighed.sort(byRank), (one): LearnedExample[] => {
    if (one.voices === 0 && one.decided === null) return [];
    const state = stateOf(one, byText.get(one.text)!, around);
    if (state !== 'agreed') return [shownOf(one, state)];
    const left = places.get(one.assistant)!;
    places.set(one.assistant, left - 1);
    return [shownOf(one, left > 0 ? state : 'surplus')];
  });
  return list.flat();
}
