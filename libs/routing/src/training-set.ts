import type { Manifest } from '#contracts';
import { failure, FailureError, type FailurePlace } from '#kernel';
import type { WeightedPattern } from './keyword/pattern.js';
import type { Thresholds } from './merge/decide-route.js';
import { normalise } from './text/normalise.js';

/** What the router reads of a manifest, and what the club's people say on top of it. */
export interface RoutableManifest extends Pick<Manifest, 'id' | 'keywords' | 'examples'> {
  readonly emergency?: boolean;
  /** Regular expressions that passed `compilePattern`. */
  readonly patterns?: readonly WeightedPattern[];
  /** When its own probability is enough, where that is not the same for everybody. */
  readonly thresholds?: Thresholds;
  /**
   * Questions that people said were its own. They give way to any example, are quoted to nobody who asks, and never teach
   * what is no emergency.
   */
  readonly fromUse?: readonly string[];
}

/** What to learn from. */
export interface Examples {
  readonly texts: readonly string[];
  /** The class of each text: the position of its assistant, or the number of assistants for off-topic. */
  readonly labels: Uint16Array;
  /** Ids of the assistants in the order of their classes. */
  readonly assistants: readonly string[];
}

function repeatedIds(manifests: readonly RoutableManifest[]): FailurePlace[] {
  const seen = new Set<string>();
  return manifests.flatMap(({ id }, at) => {
    if (!seen.has(id)) {
      seen.add(id);
      return [];
    }
    return [{ path: `manifests.${at}.id`, message: `There is already an assistant ${id}.` }];
  });
}

/**
 * Where an example stands that somebody before it has already, as `<assistant>.examples.<at>` or `offTopic.<at>`, with the id
 * of that somebody.
 */
export function claimedTwice(
  manifests: readonly RoutableManifest[],
  offTopic: readonly string[],
): ReadonlyMap<string, string> {
  return new Map(gather(manifests, offTopic).places.map(({ path, owner }) => [path, owner]));
}

/**
 * All examples once, each with its class. The same example twice in one place is one example.
 * @throws FailureError `invalid-request` that names every id and every example that two assistants claim
 */
export function gatherExamples(manifests: readonly RoutableManifest[], offTopic: readonly string[]): Examples {
  const { examples, places: claims } = gather(manifests, offTopic);
  const places = [...repeatedIds(manifests), ...claims];
  if (places.length > 0) {
    const first = places[0]!;
    const told = `The assistants cannot be told apart: ${first.path}: ${first.message}`;
    throw new FailureError(failure('invalid-request', told, places));
  }
  return examples;
}

function gather(
  manifests: readonly RoutableManifest[],
  offTopic: readonly string[],
): { readonly examples: Examples; readonly places: readonly (FailurePlace & { readonly owner: string })[] } {
  const places: (FailurePlace & { readonly owner: string })[] = [];
  const owners = new Map<string, { label: number; path: string }>();
  const texts: string[] = [];
  const labels: number[] = [];
  const add = (text: string, label: number, path: string): void => {
    const key = normalise(text);
    const owner = owners.get(key);
    if (owner === undefined) {
      owners.set(key, { label, path });
      texts.push(text);
      labels.push(label);
    } else if (owner.label !== label) {
      const message = `"${text.slice(0, 80)}" is already an example at ${owner.path}.`;
      places.push({ path, message, owner: manifests[owner.label]!.id });
    }
  };
  manifests.forEach(({ id, examples }, label) => {
    examples.forEach((text, at) => add(text, label, `${id}.examples.${at}`));
  });
  offTopic.forEach((text, at) => add(text, manifests.length, `offTopic.${at}`));
  manifests.forEach(({ id, fromUse = [] }, label) => {
    for (const text of fromUse) if (!owners.has(normalise(text))) add(text, label, `${id}.fromUse`);
  });
  const examples = { texts, labels: Uint16Array.from(labels), assistants: manifests.map(({ id }) => id) };
  return { examples, places };
}
