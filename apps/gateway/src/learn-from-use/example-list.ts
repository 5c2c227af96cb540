import type { DecideExampleRequest, LearnedExample } from '#contracts';
import { fail } from '#kernel';
import { normalise, type RoutableManifest } from '#routing';
import type { AssistantDirectory } from '../assistants/assistant-directory.js';
import type { Corpora } from '../assistants/corpora.js';
import type { Author } from '../configure-assistant/config-log.js';
import type { LearnedExamples } from './learned-examples.js';
import type { LearningLog } from './learning-log.js';
import { weighEvidence, type Around } from './weigh-evidence.js';

/** A fifth of what an assistant of the club brings itself: what people say in passing must not outweigh what its team wrote. */
const mostPerAssistant = 100;
/** Of all assistants together, so that one event holds them. */
const mostOfAll = 1000;

/** The questions that people took to assistants, and what is to be made of each. */
export class ExampleList {
  private readonly corpora: ReadonlySet<string>;

  /** @param voicesNeeded keys that must speak for a question */
  constructor(
    private readonly log: Pick<LearningLog, 'evidence' | 'decisions' | 'decide'>,
    private readonly learned: Pick<LearnedExamples, 'all' | 'recorded'>,
    private readonly directory: Pick<AssistantDirectory, 'routables'>,
    { offTopic, emergencies }: Corpora,
    readonly voicesNeeded: number,
  ) {
    const others = emergencies ? [...emergencies.emergencies, ...emergencies.traps] : [];
    this.corpora = new Set([...offTopic, ...others].map(normalise));
  }

  /** What managers accepted first, then the newest. */
  async read(): Promise<LearnedExample[]> {
    const [said, decisions] = await Promise.all([this.log.evidence(), this.log.decisions()]);
    const inUse = this.learned.all();
    return (await weighEvidence(said, decisions, this.around())).map((one) =>
      one.state === 'agreed' && inUse.get(one.assistant)?.includes(one.text) ? { ...one, state: 'learned' } : one,
    );
  }

  /** What the router is to be taught, by assistant, each in the order of the alphabet. */
  async wanted(): Promise<Record<string, string[]>> {
    const agreed = (await this.read()).filter(({ state }) => state === 'agreed' || state === 'learned');
    const texts = Map.groupBy(agreed, ({ assistant }) => assistant);
    return Object.fromEntries(
      [...texts]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([id, all]) => [id, all.map(({ text }) => text).sort()]),
    );
  }

  /** @throws FailureError `not-found` for a question that nobody took to anybody */
  async decide(id: string, { decision, reason }: DecideExampleRequest, author: Author): Promise<LearnedExample> {
    const found = (await this.read()).find((one) => one.id === id);
    if (!found)
      throw fail('not-found', 'There is no question with this id among those that people took to an assistant.');
    const { assistant, text } = found;
    await this.log.decide({ id, assistant, text, decision, reason }, author);
    await this.learned.recorded();
    return (await this.read()).find((one) => one.id === id) ?? found;
  }

  private around(): Around {
    const all = this.directory.routables();
    const taken = new Set(all.flatMap(({ examples }) => examples.map(normalise)));
    const share = Math.floor(mostOfAll / Math.max(1, all.length));
    const most = ({ examples }: RoutableManifest): number => Math.min(mostPerAssistant, examples.length, share);
    return {
      // Nobody teaches from outside what an emergency is: whoever wanted harm would begin there.
      most: new Map(all.filter(({ emergency }) => emergency !== true).map((one) => [one.id, most(one)])),
      isTaken: (text) => taken.has(text) || this.corpora.has(text),
      voicesNeeded: this.voicesNeeded,
    };
  }
}
