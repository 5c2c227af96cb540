import { readAssistants } from '../routing/read-assistants.js';
import { seededRandom, shuffled } from './random.js';

const sites = ['harbor', 'mill', 'summit'];
const openings = ['', 'hi, ', 'customer says: ', 'quick one, ', 'guest at bay 4: ', 'on the phone: ', 'morning! '];
const endings = ['', ' please', ' thanks', ' (they are waiting)', ' asap', ' - at mill'];

/** The ways to put a question in other words; the first is as it stands. */
const wordings = openings.flatMap((opening) => endings.map((ending) => (text: string) => opening + text + ending));

const bodyOf = (query: string, at: number): string => JSON.stringify({ query, site: sites[at % sites.length]! });

/** What a benchmark asks, as bodies of `POST /query`. */
export class QuestionBank {
  /** The one that P1 repeats. */
  readonly repeated = JSON.stringify({ query: 'how do I cancel my booking', site: 'mill' });
  private given = 0;

  /** @param texts different questions in an order of chance */
  constructor(private readonly texts: readonly string[]) {}

  /** Different questions, each at one site: the first are those that Zipf's law asks most. */
  common(count: number): string[] {
    const { texts } = this;
    if (texts.length < count) throw new RangeError(`There are ${texts.length} different questions, not ${count}.`);
    return texts.slice(0, count).map(bodyOf);
  }

  /** So many questions that nobody asked before: none is given twice, and none is a common one to the cache. */
  fresh(count: number): string[] {
    const { texts } = this;
    const from = this.given;
    const most = texts.length * (wordings.length - 1);
    if (from + count > most) throw new RangeError(`There are ${most} fresh questions, and ${from} were asked.`);
    this.given += count;
    return Array.from({ length: count }, (_, index) => {
      const at = (from + index) % texts.length;
      const round = Math.floor((from + index) / texts.length);
      return bodyOf(wordings[1 + ((round + at) % (wordings.length - 1))]!(texts[at]!), at);
    });
  }
}

/**
 * Questions from what the assistants say they are asked (their examples, and the `asks` of their SOPs), over the club's three
 * sites. Emergencies are left out: what is measured is the ordinary day. Nothing of the club's labeled questions is in it.
 * @param root the project's folder
 */
export function readQuestionBank(root: string, seed: number): QuestionBank {
  const { manifests } = readAssistants(root);
  const asked = manifests.filter(({ emergency }) => emergency !== true).flatMap(({ examples }) => examples);
  const short = asked.filter((text) => text.length <= 200);
  return new QuestionBank(shuffled(short, seededRandom(seed)));
}
