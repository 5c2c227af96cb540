import { z } from 'zod';
import type {
  ChatModel,
  ChatOptions,
  ChatPart,
  ChatRequest,
  ProviderCall,
  ProviderRequest,
  Structured,
  StructuredRequest,
} from '../chat/chat-model.js';
import { ModelFailure } from '../chat/model-failure.js';
import type { GuardedModel } from './guarded-model.js';
import { SecondTries } from './second-tries.js';

/** Models in the order in which they are asked. Each failure moves on to the next, as long as nothing has been said. */
export class FallbackChat implements ChatModel {
  private readonly secondTries = new SecondTries();

  /**
   * @param models at least one
   * @param absent what is in the order and cannot be asked at all, for `problems`
   */
  constructor(
    private readonly models: readonly GuardedModel[],
    private readonly absent: readonly ModelFailure[] = [],
  ) {}

  /** The model that is asked first, as its answers name it. */
  get first(): string | undefined {
    return this.models[0]?.modelName;
  }

  /** What keeps models from being asked, in words; empty where nothing is known to. */
  get problems(): string[] {
    return [...this.absent.map(({ message }) => message), ...this.models.flatMap(({ problem }) => problem ?? [])];
  }

  /** Looks once whether keys are taken and models are there; what is wrong stands in `problems` afterwards. */
  async lookUp(call: ProviderCall): Promise<void> {
    await Promise.all(this.models.map((model) => model.lookUp(call)));
  }

  async *stream(request: ChatRequest, options: ChatOptions): AsyncGenerator<ChatPart> {
    yield* this.firstOf((model, out) => model.stream(request, options, { out }));
  }

  async fill<T>(request: StructuredRequest<T>, options: ChatOptions): Promise<Structured<T>> {
    const { name, schema, ...rest } = request;
    const shaped: ProviderRequest = { ...rest, shape: { name, schema: jsonSchemaOf(schema) } };
    for await (const filled of this.firstOf((model, out) => fillWith(model, shaped, schema, { options, out })))
      return filled;
    throw new ModelFailure('cut', 'models', 'ended without a value');
  }

  private async *firstOf<T>(ask: (model: GuardedModel, out: () => void) => AsyncIterable<T>): AsyncGenerator<T> {
    this.secondTries.earn();
    const failures: ModelFailure[] = [];
    let calls = 0;
    for (const model of this.models) {
      if (calls > 0 && !this.secondTries.take()) break;
      let begun = false;
      try {
        for await (const part of ask(model, () => (calls += 1))) {
          begun = true;
          yield part;
        }
        return;
      } catch (error) {
        if (begun || !(error instanceof ModelFailure)) throw error;
        failures.push(error);
      }
    }
    throw together([...failures, ...this.absent]);
  }
}

async function* fillWith<T>(
  model: GuardedModel,
  request: ProviderRequest,
  schema: z.ZodType<T>,
  { options, out }: { readonly options: ChatOptions; readonly out: () => void },
): AsyncGenerator<Structured<T>> {
  let value: T | undefined;
  const accept = (text: string): void => {
    value = read(text, schema);
  };
  for await (const part of model.stream(request, options, { accept, out })) {
    if (part.type !== 'text-end') continue;
    const { provider, model: name, usage, cost } = part;
    yield { value: value as T, provider, model: name, usage, cost };
  }
}

/** What the model wrote is in no message: it may repeat what it was asked about. */
function read<T>(text: string, schema: z.ZodType<T>): T {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw new ModelFailure('bad-output', 'the model', 'wrote no JSON');
  }
  const checked = schema.safeParse(parsed);
  if (checked.success) return checked.data;
  const places = checked.error.issues.map(({ path, code }) => `${path.join('.')} ${code}`).slice(0, 5);
  throw new ModelFailure('bad-output', 'the model', `wrote another shape: ${places.join(', ')}`);
}

function jsonSchemaOf(schema: z.ZodType): Record<string, unknown> {
  const written: Record<string, unknown> = { ...z.toJSONSchema(schema) };
  delete written['$schema'];
  return written;
}

/** The first reason is the one that is told: it is the one of the model that was wanted. */
function together(failures: readonly ModelFailure[]): ModelFailure {
  const [first, ...others] = failures;
  if (!first) return new ModelFailure('unavailable', 'models', 'there is none to ask');
  if (others.length === 0) return first;
  return new ModelFailure(first.reason, 'models', failures.map(({ message }) => message).join('; '), {
    cause: failures,
  });
}
