import { announceLearned, type LearningState } from '#contracts';
import type { Logger } from '#platform/logging';
import type { MessageBus } from '#platform/messaging';
import type { LearningLog, Standing } from './learning-log.js';

/** Milliseconds after which something is seen that was announced while nobody could hear it. */
const readAgainEvery = 5000;
/** Who may say that something was learned or decided. */
const gateway = 'gateway';

type Log = Pick<LearningLog, 'mark' | 'standing' | 'decisions'>;

/** The questions that every router is taught from use: what was learned last, without what a manager refused since. */
export class LearnedExamples {
  private byAssistant = new Map<string, readonly string[]>();
  private standing: Pick<Standing, 'learnedAt' | 'refused'> = { learnedAt: null, refused: null };
  private mark: string | null = null;
  private reading: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | null = null;
  private onChange: () => void = () => undefined;
  private timer: NodeJS.Timeout | undefined;
  private stopListening: () => void = () => undefined;

  constructor(
    private readonly log: Log,
    private readonly bus: Pick<MessageBus, 'announce' | 'onAnnouncement'>,
    private readonly logger: Pick<Logger, 'warn'>,
  ) {}

  /** Reads what is there, and follows what comes from anywhere; `onChange` is called after it became something else. */
  async start(onChange: () => void): Promise<void> {
    await this.read();
    this.onChange = onChange;
    this.stopListening = this.bus.onAnnouncement(announceLearned, async (_, { service }) => {
      if (service === gateway) await this.read();
    });
    this.timer = setInterval(() => void this.read(), readAgainEvery);
    this.timer.unref();
  }

  stop(): void {
    clearInterval(this.timer);
    this.stopListening();
  }

  of(assistant: string): readonly string[] {
    return this.byAssistant.get(assistant) ?? [];
  }

  all(): ReadonlyMap<string, readonly string[]> {
    return this.byAssistant;
  }

  state(): LearningState {
    const { learnedAt, refused } = this.standing;
    const examples = [...this.byAssistant.values()].reduce((sum, texts) => sum + texts.length, 0);
    return { examples, learnedAt, problem: refused && problemOf(refused) };
  }

  /** Takes up what this gateway recorded itself, and tells the others. */
  async recorded(): Promise<void> {
    // A bus that is away cannot carry it; every gateway reads the log again within seconds.
    this.bus.announce(announceLearned, {});
    await this.read();
  }

  /**
   * Reads the log, one reading after the other; whoever asks while one waits shares it. While the log is away what is known
   * goes on.
   */
  private read(): Promise<void> {
    this.waiting ??= this.reading.then(() => {
      this.waiting = null;
      return (this.reading = this.readNow());
    });
    return this.waiting;
  }

  private async readNow(): Promise<void> {
    try {
      const mark = await this.log.mark();
      if (mark === this.mark) return;
      const [standing, decisions] = await Promise.all([this.log.standing(), this.log.decisions()]);
      const refused = new Set(
        decisions.flatMap(({ decision, assistant, text }) => (decision === 'refuse' ? [keyOf(assistant, text)] : [])),
      );
      const kept = Object.entries(standing.examples).map(
        ([assistant, texts]) => [assistant, texts.filter((text) => !refused.has(keyOf(assistant, text)))] as const,
      );
      const before = JSON.stringify([...this.byAssistant]);
      this.byAssistant = new Map(kept);
      this.standing = standing;
      this.mark = mark;
      if (JSON.stringify([...this.byAssistant]) !== before) this.onChange();
    } catch (error) {
      this.logger.warn({ err: error }, 'what was learned from use could not be read; what is known goes on');
    }
  }
}

const keyOf = (assistant: string, text: string): string => JSON.stringify([assistant, text]);

const problemOf = ({ regression }: NonNullable<Standing['refused']>): string => {
  const { questions, rightBefore, rightAfter, emergenciesBefore, emergenciesAfter, newlyBroken } = regression;
  const first = newlyBroken[0];
  const example = first ? ` "${first.text}" would go to ${first.after}, and belongs to ${first.label}.` : '';
  const urgent =
    emergenciesAfter < emergenciesBefore ? `, ${emergenciesBefore - emergenciesAfter} emergencies lost` : '';
  return `The newest questions are held back: with them ${rightAfter} of ${questions} labeled questions would be right, without ${rightBefore}${urgent}.${example}`;
};
