import type { AssistantConfig, ConfiguredResponse, ConfigVersion, RegressionReport } from '#contracts';
import { fail, failure, FailureError } from '#kernel';
import type { AssistantDirectory } from '../assistants/assistant-directory.js';
import type { RouterKeeper } from '../assistants/router-keeper.js';
import type { AssistantConfigs } from './assistant-configs.js';
import { checkConfig } from './check-config.js';
import { compareConfigs } from './compare-configs.js';
import { versionZero, type Author, type ConfigLog } from './config-log.js';
import type { LabeledQuestion } from './labeled-questions.js';
import { compareRouters, placesOf, type Places } from './regression-gate.js';
import { reportForRecord } from './report-for-record.js';

/** A configuration somebody wants, and why. */
export interface Wanted {
  readonly config: AssistantConfig;
  readonly reason: string;
  readonly override?: string | undefined;
}

export interface Editor extends Author {
  /** Whether this one may save what the gate refuses. */
  readonly mayOverride: boolean;
}

/** Changes what an assistant is routed by: checked, held against the labeled questions, recorded, and used everywhere. */
export class ConfigureAssistant {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly directory: Pick<AssistantDirectory, 'routables' | 'manifest' | 'emergencies'>,
    private readonly configs: Pick<AssistantConfigs, 'saved' | 'current' | 'read'>,
    private readonly log: ConfigLog,
    private readonly router: Pick<RouterKeeper, 'router' | 'prepare' | 'keep'>,
    private readonly questions: readonly LabeledQuestion[],
    private readonly offTopic: readonly string[],
  ) {}

  /** One version; the current one when none is named. */
  async version(assistant: string, version?: number): Promise<ConfigVersion> {
    this.directory.manifest(assistant);
    if (version === undefined) return this.log.newest(assistant);
    if (version === 0) return versionZero(assistant);
    const [found] = await this.log.versions(assistant, { from: version, to: version });
    if (found) return found;
    throw fail('not-found', `The configuration of ${assistant} has no version ${version}.`);
  }

  /**
   * The newest versions, the oldest of them first; the very first one is 0, the manifest alone.
   * @param before only versions below this one
   */
  async history(assistant: string, limit: number, before?: number): Promise<ConfigVersion[]> {
    this.directory.manifest(assistant);
    const to = before === undefined ? {} : { to: before - 1 };
    const versions = before === 0 ? [] : await this.log.versions(assistant, { ...to, newest: limit });
    const fromTheStart = before !== 0 && versions.length < limit;
    return fromTheStart ? [versionZero(assistant), ...versions] : versions;
  }

  /**
   * Makes a configuration the newest one.
   * @param base the version it is based on
   * @throws FailureError `not-found`, `version-conflict`, `invalid-request` with the places, `routing-regression` when the
   * labeled questions lose by it and nobody overrides, `forbidden` for an override by somebody who may not
   */
  configure(assistant: string, base: number, wanted: Wanted, editor: Editor): Promise<ConfiguredResponse> {
    return this.inTurn(() => this.save(assistant, base, { ...wanted, restored: null }, editor));
  }

  /** Makes an older version the newest one again. */
  async restore(
    assistant: string,
    base: number,
    { version, ...wanted }: Omit<Wanted, 'config'> & { readonly version: number },
    editor: Editor,
  ): Promise<ConfiguredResponse> {
    const { config } = await this.version(assistant, version);
    return this.inTurn(() => this.save(assistant, base, { ...wanted, config, restored: version }, editor));
  }

  /** What another router would do to the labeled questions, beside one that was before. */
  async regression(after: Places, before: Places): Promise<RegressionReport> {
    const lostBefore = await this.log.lost();
    return compareRouters(this.questions, before, after, this.directory.emergencies(), { lostBefore });
  }

  /**
   * @param all configurations that are changed together with it, by assistant
   * @throws FailureError `not-found`, or `invalid-request` with every place that is wrong
   */
  check(assistant: string, config: AssistantConfig, all: Readonly<Record<string, AssistantConfig>> = {}): void {
    const others = this.directory.routables(all).filter(({ id }) => id !== assistant);
    checkConfig(this.directory.manifest(assistant), config, { others, offTopic: this.offTopic });
  }

  private async save(
    assistant: string,
    base: number,
    { config, reason, override, restored }: Wanted & { readonly restored: number | null },
    editor: Editor,
  ): Promise<ConfiguredResponse> {
    if (override !== undefined && !editor.mayOverride)
      throw fail('forbidden', 'Only an admin may save what the regression gate refuses.');
    const current = await this.version(assistant);
    if (current.version !== base) throw outdated(current.version, base);
    const changes = compareConfigs(current.config, config);
    if (changes.length === 0) throw fail('invalid-request', 'This is the configuration it has; nothing was saved.');
    this.check(assistant, config);
    if (!config.enabled && override === undefined && this.directory.manifest(assistant).emergency)
      throw fail('routing-regression', 'Not saved: emergencies would reach the card alone, and no assistant.');
    const after = await this.router.prepare(this.directory.routables({ [assistant]: config }));
    // The edit before this one may not be in use yet.
    const before = await this.router.prepare(this.directory.routables());
    const regression = await this.regression(placesOf(after.router), placesOf(before.router));
    if (!regression.passed && override === undefined) throw refused(regression);
    const overridden = regression.passed ? null : (override ?? null);
    const data = {
      assistant,
      config,
      reason,
      changes,
      restored,
      regression: reportForRecord(regression),
      override: overridden,
    };
    const saved = await this.log.append(base, data, editor);
    await this.router.keep(after);
    this.configs.saved(saved);
    return { ...saved, regression };
  }

  /** One edit after another: each is held against what the one before made of the router. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = this.last.then(work, work);
    this.last = turn.catch(() => undefined);
    return turn;
  }
}

const outdated = (current: number, base: number) =>
  fail('version-conflict', `The configuration is at version ${current}; this edit is based on ${base}. Read it again.`);

function refused(report: RegressionReport): FailureError {
  const { newlyMissed, newlyBroken } = report;
  const isMissed = ({ text }: { readonly text: string }): boolean => newlyMissed.some((one) => one.text === text);
  const places = [...newlyMissed, ...newlyBroken.filter((one) => !isMissed(one))].map(
    ({ text, label, before, after }) => ({
      path: label,
      message: `"${text}" went to ${before} and would go to ${after}.`,
    }),
  );
  return new FailureError(failure('routing-regression', `Not saved: ${whyRefused(report)}.`, places));
}

function whyRefused(report: RegressionReport): string {
  const { rightBefore, rightAfter, questions, budget, lostBefore, newlyMissed } = report;
  if (newlyMissed.length > 0)
    return `${newlyMissed.length} emergency questions would no longer reach the emergency assistant`;
  const lost = `${rightBefore - rightAfter} of ${questions} labeled questions would be lost`;
  const since =
    lostBefore === 0 ? '' : `, beside ${lostBefore} that edits before it have lost since what was last accepted`;
  return `${lost}${since}, and ${budget} may be`;
}
