import {
  budgetOf,
  chatIdentityOf,
  chatModelOf,
  openLedger,
  type ChatModel,
  type ChatSettings,
  type FallbackChat,
  type ModelObserver,
  type OpenLedger,
  type SpendingLedger,
} from '#ai';
import { Deadline } from '#kernel';
import type { Logger } from '#platform/logging';

/** The models of one assistant, with its budget. */
export interface OpenedModel {
  readonly chat: ChatModel;
  /** The models in their order, where each is asked and over which protocol: others make other answers. */
  readonly identity: string;
  /** The one that is asked first, as its answers name it. */
  readonly first: string | undefined;
  /** @throws Error with a sentence on what keeps a model from being asked */
  check(): void;
  close(): Promise<void>;
}

type Settings = ChatSettings & { readonly REDIS_URL?: string | undefined };

function booksOf(settings: Settings, account: string, logger: Pick<Logger, 'warn'>): OpenLedger {
  const onProblem = (err: unknown): void =>
    logger.warn({ err }, 'The spending on models could not be counted in Redis');
  return openLedger({ account, budget: budgetOf(settings), redisUrl: settings.REDIS_URL, onProblem });
}

const observerOf = (logger: Pick<Logger, 'info' | 'warn'>): ModelObserver => ({
  called: (record) => logger.info(record, 'A model was called'),
  rested: (provider, model, why) =>
    why
      ? logger.warn({ provider, model, reason: why.reason, err: why }, 'A model is left alone for a while')
      : logger.info({ provider, model }, 'A model works again'),
});

/** Looks again beside: what has passed is no problem to whoever asks next. */
function problemsOf(chat: FallbackChat, ledger: SpendingLedger): string[] {
  void ledger.look();
  return [...chat.problems, ...(ledger.problem === undefined ? [] : [ledger.problem])];
}

/** Milliseconds to look up whether keys are taken and models are there; nobody waits for it. */
const lookUpMs = 5_000;

/**
 * Opens the models that are set. Nothing about them keeps an assistant from starting: what is wrong is found out in the
 * background and by use, and stands in its readiness.
 * @param account the assistant's id
 */
export function openModel(
  settings: Settings,
  account: string,
  logger: Pick<Logger, 'info' | 'warn'>,
): OpenedModel | undefined {
  const books = booksOf(settings, account, logger);
  const { ledger } = books;
  const chat = chatModelOf(settings, { ledger, observer: observerOf(logger) });
  if (!chat) {
    void books.close();
    return undefined;
  }
  const looking = new AbortController();
  const deadline = Deadline.in(lookUpMs);
  const looked = chat
    .lookUp({ deadline, signal: deadline.signal(looking.signal) })
    .catch((err: unknown) => logger.warn({ err }, 'The models could not be looked up'));
  return {
    chat,
    identity: chatIdentityOf(settings),
    first: chat.first,
    check: () => {
      const problems = problemsOf(chat, ledger);
      if (problems.length > 0) throw new Error(problems.join('; '));
    },
    close: async () => {
      looking.abort();
      await looked;
      await books.close();
    },
  };
}
