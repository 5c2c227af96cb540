import type { ProviderRequest, Usage } from '../chat/chat-model.js';
import { costOf, tokensAtMost, type Prices } from './prices.js';
import { costsNothing } from './reserve-or-fail.js';

/** Counts what one call takes, by the provider's word where it gives one. */
export class Meter {
  private readonly reported: { inputTokens?: number; outputTokens?: number } = {};
  private heard = false;
  text = '';

  constructor(
    private readonly request: ProviderRequest,
    private readonly prices: Prices,
  ) {}

  /** The most it is likely to cost. */
  get estimate(): number {
    return costOf({ inputTokens: this.promptTokens, outputTokens: this.request.maxTokens }, this.prices);
  }

  hear(text: string): void {
    this.heard = true;
    this.text += text;
  }

  report(usage: Partial<Usage>): void {
    this.heard = true;
    Object.assign(this.reported, usage);
  }

  /** Of a call that ended as it should. */
  whole(): Usage {
    const { inputTokens = this.promptTokens, outputTokens = tokensAtMost(this.text) } = this.reported;
    return { inputTokens, outputTokens };
  }

  /** Of one that did not, whoever ended it. What was written before counts, and the prompt unless it was refused. */
  broken(error?: unknown): Usage {
    if (!this.heard && costsNothing(error)) return { inputTokens: 0, outputTokens: 0 };
    const { inputTokens = this.promptTokens, outputTokens = 0 } = this.reported;
    return { inputTokens, outputTokens: Math.max(outputTokens, this.text === '' ? 0 : tokensAtMost(this.text)) };
  }

  costOf(usage: Usage): number {
    return costOf(usage, this.prices);
  }

  private get promptTokens(): number {
    const { system, user, shape } = this.request;
    return tokensAtMost(system, user, shape === undefined ? '' : JSON.stringify(shape.schema));
  }
}
