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

/** The most that was tried: they were at 750 MiB when the trial was given up, see docs/decisions/0015. */
const mostExamples = 100_000;
/**
 * Learning goes over every example for every assistant, off-topic being one more: 20,000 examples of 200 assistants, four
 * million, take two minutes of processor time and 464 MiB.
 */
const mostWork = 5_000_000;

/** @throws FailureError `invalid-request` for more than can be learned in bounded memory and time */
function refuseTooMany(manifests: readonly RoutableManifest[], offTopic: readonly string[]): void {
  const examples = manifests.reduce((sum, manifest) => sum + manifest.examples.length, offTopic.length);
  const work = examples * (manifests.length + 1);
  if (examples <= mostExamples && work <= mostWork) return;
  const message =
    `${examples} examples of ${manifests.length} assistants are too many to learn: at most ${mostExamples} examples, ` +
    `and at most ${mostWork} examples times assistants, off-topic counting as one.`;
  throw new FailureError(failure('invalid-request', message, [{ path: 'manifests', message }]));
}

/**
 * All examples once, each with its class. The same example twice in one place is one example.
 * @throws FailureError `invalid-request` that names every id and every example that two assistants claim, or says that
 * there are too many
 */
export function gatherExamples(manifests: readonly RoutableManifest[], offTopic: readonly string[]): Examples {
  refuseTooMany(manifests, offTopic);
  const { examples, places: claims } = gather(manifests, offTopic);
  const places = [...repeatedIds(manifests), ...claims];
  if (places.length > 0) {
    const first = places[0]!;
    const told = `The assistants cannot be told apart: ${first.path}: ${first.message}`;
    throw new FailureError(failure('invalid-request', told, places));
  }
  return examples;
}

/** Keys of examples that were looked at before: the same thousands are gathered anew for every edit. */
const keys = new Map<string, string>();
const mostKeys = 200_000;

/** What an example is known by: texts that differ in spelling only have the same. Kept for those asked about lately. */
export function exampleKey(text: string): string {
  const known = keys.get(text);
  if (known !== undefined) return known;
  if (keys.size >= mostKeys) keys.clear();
  const key = normalise(text);
  keys.set(text, key);
  return key;
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
    const key = exampleKey(text);
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
