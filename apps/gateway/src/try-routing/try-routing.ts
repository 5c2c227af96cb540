import type { RegressionReport, TryRoutingRequest, TryRoutingResponse } from '#contracts';
import { fail } from '#kernel';
import type { Routed } from '#routing';
import type { AssistantDirectory } from '../assistants/assistant-directory.js';
import type { RouterKeeper } from '../assistants/router-keeper.js';
import type { ConfigureAssistant } from '../configure-assistant/configure-assistant.js';
import { askBoth, type Places } from '../configure-assistant/regression-gate.js';
import { Turns } from '../turns.js';
import type { LatestQuestions } from './latest-questions.js';
import type { SeenQuestions } from './seen-questions.js';

type Verdict = TryRoutingResponse['questions'][number]['now'];
type Moves = TryRoutingResponse['recent']['matrix'];

const examplesShown = 5;

const verdictOf = ({ assistant, unavailable, choices, confidence, route, nearest }: Routed): Verdict => ({
  assistant: assistant ?? unavailable,
  choices: [...choices],
  confidence,
  route,
  nearest: [...nearest],
});

/** Shows what edits of the routing would do, before anybody saves them. */
export class TryRouting {
  private busy = false;

  constructor(
    private readonly directory: Pick<AssistantDirectory, 'routables' | 'emergencies'>,
    private readonly router: Pick<RouterKeeper, 'router' | 'prepare' | 'preview'>,
    private readonly latest: Pick<LatestQuestions, 'read'>,
    private readonly configure: Pick<ConfigureAssistant, 'check' | 'regression'>,
    private readonly seen: SeenQuestions,
  ) {}

  /**
   * One trial at a time: it may learn a whole router, and whoever asks questions meanwhile comes first.
   * @throws FailureError `not-found` for an assistant that does not exist, `invalid-request` for edits that could not be
   * saved, `rate-limited` while another trial runs
   */
  async try(request: TryRoutingRequest): Promise<TryRoutingResponse> {
    if (this.busy) throw fail('rate-limited', 'Another trial is under way; try again in a few seconds.');
    this.busy = true;
    try {
      return await this.tryAlone(request);
    } finally {
      this.busy = false;
    }
  }

  private async tryAlone({ configs, questions, recent, exact }: TryRoutingRequest): Promise<TryRoutingResponse> {
    const started = performance.now();
    for (const [assistant, config] of Object.entries(configs)) this.configure.check(assistant, config, configs);
    const router = this.router.router();
    const edited = Object.keys(configs).length > 0;
    const wanted = edited ? await this.wanted(configs, exact) : { router, estimated: false };
    const tried: TryRoutingResponse['questions'] = [];
    const turns = new Turns();
    for (const text of questions) {
      const [now, then] = [router, wanted.router].map((one) => verdictOf(this.seen.route(router, one, text)));
      tried.push({ text, now: now!, then: then! });
      await turns.giveWay();
    }
    const now = this.seen.places(router);
    const then = this.seen.placesThen(router, wanted.router);
    const regression = edited ? this.judged(await this.configure.regression(then, now), configs) : null;
    return {
      questions: tried,
      recent: await moved(await this.latest.read(recent), now, then),
      regression,
      saving: regression && this.saving(regression, configs, wanted.estimated),
      estimated: wanted.estimated,
      milliseconds: Math.round(performance.now() - started),
    };
  }

  /** Saving refuses, whatever the questions say, to switch off whom emergencies go to; a trial says the same. */
  private judged(report: RegressionReport, configs: TryRoutingRequest['configs']): RegressionReport {
    return { ...report, passed: report.passed && !this.switchesEmergencyOff(configs) };
  }

  private switchesEmergencyOff(configs: TryRoutingRequest['configs']): boolean {
    const emergencies = this.directory.emergencies();
    return Object.entries(configs).some(([id, { enabled }]) => !enabled && emergencies.includes(id));
  }

  /** An estimate is no promise: it keeps the emergency detector, which saving learns anew with the examples. */
  private saving(
    { passed }: RegressionReport,
    configs: TryRoutingRequest['configs'],
    estimated: boolean,
  ): TryRoutingResponse['saving'] {
    if (this.switchesEmergencyOff(configs)) return 'refuse';
    if (estimated) return 'unknown';
    return passed ? 'pass' : 'refuse';
  }

  private async wanted(configs: TryRoutingRequest['configs'], exact: boolean): ReturnType<RouterKeeper['preview']> {
    const manifests = this.directory.routables(configs);
    if (!exact) return this.router.preview(manifests);
    return { router: (await this.router.prepare(manifests)).router, estimated: false };
  }
}

/** From where to where questions move, the most travelled way first. */
async function moved(questions: readonly string[], now: Places, then: Places): Promise<TryRoutingResponse['recent']> {
  const moves = new Map<string, Moves[number]>();
  let changed = 0;
  const asked = await askBoth(
    questions.map((text) => ({ text })),
    now,
    then,
  );
  for (const { text, before: from, after: to } of asked) {
    const key = JSON.stringify([from, to]);
    const move = moves.get(key) ?? { from, to, questions: 0, examples: [] };
    moves.set(key, move);
    move.questions += 1;
    if (from !== to) changed += 1;
    if (move.examples.length < examplesShown && !move.examples.includes(text)) move.examples.push(text);
  }
  const matrix = [...moves.values()].sort((one, other) => other.questions - one.questions);
  return { asked: questions.length, changed, matrix };
}
