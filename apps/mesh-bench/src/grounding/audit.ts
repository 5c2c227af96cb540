import { sopSchema, type QueryResponse } from '#contracts';
import type { Mesh } from '#testing/mesh';
import { claimsOf, unsupported, type Claim } from './claims.js';

/** What an answer repeats of the asker's own words, so that they know what was understood. */
const repeated = /I looked for: [^.\n]*\.|Not covered here: "[^\n]*"\./g;

/** The gateway's own words for what can be asked, and titles of procedures: names of things, which promise nothing. */
const names = /^- .*$/gm;
const titles = /The nearest procedures are: [^\n]*/;

export interface Finding {
  readonly question: string;
  readonly what: string;
  readonly text: string;
}

/** Looks at answers from outside: what they claim, whether it stands in what they cite, and whether that is what was published. */
export class GroundingAudit {
  answers = 0;
  sourced = 0;
  citations = 0;
  /** Claims of answers without any source: cards and refusals that the gateway gives by itself, from the club's own file. */
  ownFacts = 0;
  readonly claims = new Map<Claim['kind'], number>();
  readonly ungrounded: Finding[] = [];
  readonly unresolved: Finding[] = [];
  private readonly bodies = new Map<string, Promise<string | undefined>>();

  /** @param club the club's own file, as text: where who is to be called stands, and what is known without any procedure */
  constructor(
    private readonly mesh: Mesh,
    private readonly club: string,
  ) {}

  get claimed(): number {
    return [...this.claims.values()].reduce((sum, count) => sum + count, 0);
  }

  async look(question: string, { answer, sources }: QueryResponse): Promise<void> {
    this.answers += 1;
    if (sources.length > 0) this.sourced += 1;
    const quotes = sources.map(({ quote }) => quote);
    const text = this.claimingText(answer.text, sources);
    const claims = claimsOf(text);
    for (const { kind } of claims) this.claims.set(kind, (this.claims.get(kind) ?? 0) + 1);
    const known = sources.length > 0 ? quotes : [this.club];
    if (sources.length === 0) this.ownFacts += claims.length;
    for (const { kind, said } of unsupported(text, known))
      this.ungrounded.push({ question, what: `${kind} "${said}"`, text: answer.text });
    for (const phone of this.calledIn(answer)) {
      this.claims.set('phone', (this.claims.get('phone') ?? 0) + 1);
      if (![...quotes, this.club].some((quote) => quote.includes(phone)))
        this.ungrounded.push({ question, what: `number to call "${phone}"`, text: answer.text });
    }
    for (const source of sources) {
      this.citations += 1;
      const body = await this.bodyOf(source.sop, source.version);
      if (body?.slice(source.start, source.end) === source.quote && source.quote !== '') continue;
      this.unresolved.push({ question, what: `${source.sop} v${source.version} ${source.start}`, text: source.quote });
    }
  }

  /** Without what only names things: the words of the asker, topics, and titles where they are those of cited procedures. */
  private claimingText(text: string, sources: QueryResponse['sources']): string {
    const own = sources.length === 0 ? text.replace(names, '') : text;
    return own.replace(repeated, '').replace(titles, (named) => {
      const rest = sources.reduce((left, { title }) => left.replace(title, ''), named);
      return rest.replace('The nearest procedures are:', '');
    });
  }

  private calledIn({ actions, escalation }: QueryResponse['answer']): string[] {
    const how = /\d[\d-]{2,}/.exec(escalation?.how ?? '')?.[0];
    return [...actions.flatMap(({ data }) => data?.['phone'] ?? []), ...(how ? [how] : [])];
  }

  private bodyOf(sop: string, version: number): Promise<string | undefined> {
    const key = `${sop} ${version}`;
    const known = this.bodies.get(key) ?? this.read(sop, version);
    this.bodies.set(key, known);
    return known;
  }

  private async read(sop: string, version: number): Promise<string | undefined> {
    const response = await this.mesh.fetch(`/sops/${sop}?version=${version}`);
    if (response.status !== 200) return undefined;
    const { markdown, bodyStart } = sopSchema.parse(await response.json());
    return markdown.slice(bodyStart);
  }
}
