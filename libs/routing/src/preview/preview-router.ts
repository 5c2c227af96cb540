import {
  HybridRouter,
  type ReadParts,
  type Routed,
  type RouteContext,
  type Router,
  type SeenQuestion,
} from '../router.js';
import { learning } from '../semantic/learn-semantic-model.js';
import { balancedWeights } from '../semantic/learn-margins.js';
import { NearestExamples, type NearExample } from '../semantic/nearest-examples.js';
import { PackedVectors } from '../semantic/packed-vectors.js';
import { SemanticModel } from '../semantic/semantic-model.js';
import { read, readExample, type Said } from '../text/said.js';
import type { Examples } from '../training-set.js';
import { adjustMargins, type AdjustedExample } from './adjust-margins.js';
import type { ExampleChange, LabeledTexts } from './compare-examples.js';
import { extendSpace } from './extend-space.js';

/** Routes questions, and those that a router has seen before without looking at them from the beginning. */
export type Rerouter = Pick<Router, 'route' | 'see' | 'reroute' | 'place' | 'hasSeen'>;

/** What a preview knows beside what the router it is made from has learned. */
interface PreviewParts {
  /** The router whose questions are seen. */
  readonly base: HybridRouter;
  /** The router with other examples. */
  readonly changed: HybridRouter;
  readonly model: SemanticModel;
  readonly added: NearestExamples;
  readonly removed: ReadonlySet<string>;
  /** Terms that only the added examples have. */
  readonly newTerms: ReadonlySet<string>;
}

/**
 * Estimates where questions go once a router has learned other examples, in a fraction of the time. The features, the trust
 * and the emergency detector stay as they were learned; see `adjustMargins` for the weights.
 */
class PreviewRouter implements Rerouter {
  constructor(private readonly parts: PreviewParts) {}

  route(query: string, context?: RouteContext): Routed {
    return this.reroute(this.see(query), context);
  }

  see(query: string): SeenQuestion {
    return this.parts.base.see(query);
  }

  hasSeen(seen: SeenQuestion): boolean {
    return this.parts.base.hasSeen(seen);
  }

  reroute(seen: SeenQuestion, context?: RouteContext): Routed {
    const said = read(seen.text);
    return this.parts.changed.reroute(this.adjusted(seen, said), context, said);
  }

  place(seen: SeenQuestion): string {
    const said = read(seen.text);
    return this.parts.changed.place(this.adjusted(seen, said), said);
  }

  /** What the changed model makes of a question that the learned one has seen. */
  private adjusted(seen: SeenQuestion, said: Said): SeenQuestion {
    const { model, added, removed, newTerms } = this.parts;
    const isKnown = !said.terms.some((term) => newTerms.has(term));
    const { opinion } = seen;
    const { vector, known } = isKnown ? opinion : model.parts.space.vectorize(said);
    const near = merged(
      removed.size === 0 ? opinion.near : opinion.near.filter(({ text }) => !removed.has(text)),
      added.find(vector, learning.vote.neighbors),
    );
    return { ...seen, opinion: model.weigh(vector, known, near), model };
  }
}

function merged(learned: readonly NearExample[], added: readonly NearExample[]): readonly NearExample[] {
  const { neighbors } = learning.vote;
  if (added.length === 0) return learned;
  return [...learned, ...added].sort((one, other) => other.similarity - one.similarity).slice(0, neighbors);
}

/** Learned examples near one that came or went, which will hold against it. */
function neighborsOf({ opinion: { near } }: SeenQuestion, { removed }: ExampleChange): LabeledTexts {
  const gone = new Set(removed.texts);
  const kept = near.filter(({ text }) => !gone.has(text));
  return { texts: kept.map(({ text }) => text), labels: kept.map(({ label }) => label) };
}

/** Examples that are seen between two steps. */
const examplesPerStep = 8;

/**
 * A router as it would be with other examples, in steps of a few milliseconds.
 * @param readParts what is read of the new configuration and not learned
 */
export function* previewRouter(
  base: HybridRouter,
  examples: Examples,
  change: ExampleChange,
  readParts: ReadParts,
): Generator<void, Rerouter> {
  const { added, removed } = change;
  const { model } = base.parts;
  const { space, terms } = yield* extendSpace(model.parts.space, added.texts, examples.texts.length);
  const vectorOf = (text: string) => space.vectorize(readExample(text)).vector;
  const adjusted = new Map<string, AdjustedExample>();
  const take = ({ texts, labels }: LabeledTexts, role: AdjustedExample['role']): void =>
    texts.forEach((text, at) => {
      if (!adjusted.has(text)) adjusted.set(text, { vector: vectorOf(text), label: labels[at]!, role });
    });
  yield;
  take(added, 'added');
  take(removed, 'removed');
  yield;
  for (const [at, text] of [...added.texts, ...removed.texts].entries()) {
    take(neighborsOf(base.see(text), change), 'near');
    if (at % examplesPerStep === examplesPerStep - 1) yield;
  }
  const weights = yield* adjustMargins(model.parts.weights, space.size, [...adjusted.values()], learning.cost);
  yield;
  const rows = Uint32Array.from(examples.texts.keys());
  const classWeights = balancedWeights(examples.labels, rows, examples.assistants.length + 1);
  const vectors = PackedVectors.of(added.texts.map((text) => adjusted.get(text)!.vector));
  const preview = new SemanticModel({ ...model.parts, space, weights, classWeights }, model.trust);
  return new PreviewRouter({
    base,
    changed: base.with(readParts, { model: preview, examples: countsOf(examples) }),
    model: preview,
    added: new NearestExamples(added.texts, Uint16Array.from(added.labels), vectors, space.size),
    removed: new Set(removed.texts),
    newTerms: terms,
  });
}

const countsOf = ({ assistants, labels }: Examples): number[] => {
  const counts = assistants.map(() => 0);
  for (const label of labels) if (label < counts.length) counts[label]! += 1;
  return counts;
};
