import { decideRoute, defaultRouterOptions, type JudgedEvidence } from '#routing';

/** What an assistant's own probability is held against; see `RouterOptions`. */
export interface OwnThresholds {
  readonly floor: number;
  readonly margin: number;
}

const floors = Array.from({ length: 36 }, (_, at) => Number((0.2 + 0.02 * at).toFixed(2)));
const margins = [0, 0.02, 0.04, 0.08, 0.12, 0.2, 0.3];

/** What a decision about questions came to. */
export interface DecisionCosts {
  readonly right: number;
  readonly wrong: number;
  readonly askedBack: number;
  /** Off-topic questions that nobody answered. */
  readonly keptOut: number;
  /** A wrong route costs what it is said to, and a question that is asked back or refused and was somebody's costs one. */
  readonly cost: number;
}

export function costsOf(
  judged: readonly JudgedEvidence[],
  wrongRoute: number,
  own: Readonly<Record<string, OwnThresholds>> = {},
): DecisionCosts {
  let [right, wrong, askedBack, keptOut, cost] = [0, 0, 0, 0, 0];
  for (const { owner, evidence } of judged) {
    const { assistant, method } = decideRoute(evidence, defaultRouterOptions, own);
    if (assistant === null) {
      if (owner === null) keptOut += 1;
      else cost += 1;
      if (owner !== null && method === 'clarify') askedBack += 1;
    } else if (assistant === owner) right += 1;
    else {
      if (owner !== null) wrong += 1;
      cost += wrongRoute;
    }
  }
  return { right, wrong, askedBack, keptOut, cost };
}

/** Each assistant's thresholds under which the questions that would be its own cost least; of several best, the lowest. */
export function fitThresholds(
  judged: readonly JudgedEvidence[],
  wrongRoute: number,
): Readonly<Record<string, OwnThresholds>> {
  const open = { ...defaultRouterOptions, floor: 0, margin: 0 };
  const decided = judged.map(({ owner, evidence }) => ({ owner, ...decideRoute(evidence, open) }));
  const fitted = Object.entries(Object.groupBy(decided, ({ assistant }) => assistant ?? '')).map(([id, mine = []]) => {
    const weighed = mine.map(({ owner, scores: [first, second] }) => ({
      owner,
      probability: first!.merged,
      lead: first!.merged - (second?.merged ?? 0),
    }));
    const costOf = ({ floor, margin }: OwnThresholds): number =>
      weighed.reduce((sum, { owner, probability, lead }) => {
        const answers = probability >= floor && lead >= margin;
        if (answers) return sum + (owner === id ? 0 : wrongRoute);
        return sum + (owner === null ? 0 : 1);
      }, 0);
    const tried = floors.flatMap((floor) => margins.map((margin) => ({ floor, margin })));
    const costs = tried.map(costOf);
    return [id, tried[costs.indexOf(Math.min(...costs))]!] as const;
  });
  return Object.fromEntries(fitted.filter(([id]) => id !== ''));
}
