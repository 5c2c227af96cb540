import type { Manifest } from '#contracts';
import { failure, FailureError, type FailurePlace } from '#kernel';
import { normalise } from './text/normalise.js';

/** What the router reads of a manifest. */
export type RoutableManifest = Pick<Manifest, 'id' | 'keywords' | 'examples'> & Partial<Pick<Manifest, 'emergency'>>;

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
 * All examples once, each with its class. The same example twice in one place is one example.
 * @throws FailureError `invalid-request` that names every id and every example that two assistants claim
 */
export function gatherExamples(manifests: readonly RoutableManifest[], offTopic: readonly string[]): Examples {
  const places = repeatedIds(manifests);
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
      places.push({ path, message: `"${text.slice(0, 80)}" is already an example at ${owner.path}.` });
    }
  };
  manifests.forEach(({ id, examples }, label) => {
    examples.forEach((text, at) => add(text, label, `${id}.examples.${at}`));
  });
  offTopic.forEach((text, at) => add(text, manifests.length, `offTopic.${at}`));
  if (places.length > 0) {
    const first = places[0]!;
    const told = `The assistants cannot be told apart: ${first.path}: ${first.message}`;
    throw new FailureError(failure('invalid-request', told, places));
  }
  return { texts, labels: Uint16Array.from(labels), assistants: manifests.map(({ id }) => id) };
}
