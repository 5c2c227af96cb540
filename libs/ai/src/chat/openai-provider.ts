import type OpenAI from 'openai';
import { lazyOpenAi, lookUpModel } from '../open-ai-client.js';
import type { ChatProvider, ProviderCall, ProviderPart, ProviderRequest } from './chat-model.js';
import type { ProviderSettings } from './provider-settings.js';

/** A model behind a server of OpenAI's kind, whichever of its protocols it is asked by. */
export abstract class OpenAiProvider implements ChatProvider {
  readonly provider: string;
  readonly model: string;
  protected readonly connect: () => Promise<OpenAI>;

  constructor({ provider = 'openai', ...settings }: ProviderSettings) {
    this.provider = provider;
    this.model = settings.model;
    this.connect = lazyOpenAi(settings, provider);
  }

  abstract stream(request: ProviderRequest, call: ProviderCall): AsyncGenerator<ProviderPart>;

  async load(): Promise<void> {
    await this.connect();
  }

  async lookUp(call: ProviderCall): Promise<void> {
    await lookUpModel(await this.connect(), this.model, this.provider, call);
  }
}
