import { claimedTwice, type RoutableManifest } from '#routing';

/** What the router was not taught of an assistant, because it is somebody else's. */
export interface LeftOut {
  readonly assistant: string;
  readonly examples: readonly { readonly text: string; readonly belongsTo: string }[];
  /** Whether nothing of it was left, so that nothing is routed to it. */
  readonly whole: boolean;
}

export interface Settled {
  /** In the order of their ids; those with no example of their own are not among them. */
  readonly manifests: RoutableManifest[];
  readonly offTopic: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

const byRank = (one: RoutableManifest, other: RoutableManifest): number =>
  Number(other.emergency === true) - Number(one.emergency === true) || (one.id < other.id ? -1 : 1);

/**
 * Gives every example that is claimed twice to one assistant: one that emergencies go to, else the one whose id comes first,
 * and never to the off-topic ones. Whoever came first does not count: every gateway settles it alike, whatever it heard when.
 */
export function settleClaims(given: readonly RoutableManifest[], offTopic: readonly string[]): Settled {
  const ranked = given.toSorted(byRank);
  const claimed = claimedTwice(ranked, offTopic);
  const ownerOf = (id: string, at: number): string | undefined => claimed.get(`${id}.examples.${at}`);
  const kept = ranked.map((manifest) => ({
    ...manifest,
    examples: manifest.examples.filter((_, at) => ownerOf(manifest.id, at) === undefined),
  }));
  const leftOut = ranked.map(({ id, examples }, place) => ({
    assistant: id,
    examples: examples.flatMap((text, at) => {
      const belongsTo = ownerOf(id, at);
      return belongsTo === undefined ? [] : [{ text, belongsTo }];
    }),
    whole: kept[place]!.examples.length === 0,
  }));
  return {
    manifests: kept.filter(({ examples }) => examples.length > 0).sort((one, other) => (one.id < other.id ? -1 : 1)),
    offTopic: offTopic.filter((_, at) => !claimed.has(`offTopic.${at}`)),
    leftOut: leftOut.filter(({ examples, whole }) => whole || examples.length > 0),
  };
}
