import type { AssistantConfig, Manifest } from '#contracts';
import { failure, FailureError, type FailurePlace } from '#kernel';
import { compilePattern, exampleKey, phraseKey, type RoutableManifest } from '#routing';
import { effectiveManifest } from './effective-manifest.js';

/** Who else there is: what a configuration may not contradict. */
export interface Surroundings {
  readonly others: readonly RoutableManifest[];
  readonly offTopic: readonly string[];
}

/** Fewer than these and an assistant cannot be told from the others. */
const fewestExamples = 5;
const mostPlaces = 50;
/**
 * Patterns that are refused before the others are left unchecked: it takes longest to find out that one is harmful, and
 * whoever asks a question meanwhile waits as long.
 */
const mostRefusedPatterns = 3;

/** What a kind of text is known by: texts with the same mean the same to the router. */
type KeyOf = (text: string) => string;

/** The first text of a list that says the same as an earlier one, or as somebody else's. */
function* repeated(
  texts: readonly string[],
  path: string,
  owners: ReadonlyMap<string, string>,
  keyOf: KeyOf,
): Generator<FailurePlace> {
  const seen = new Map<string, number>();
  for (const [at, text] of texts.entries()) {
    const key = keyOf(text);
    const owner = owners.get(key);
    const earlier = seen.get(key);
    if (key === '') yield { path: `${path}.${at}`, message: 'It holds no text.' };
    else if (owner !== undefined) yield { path: `${path}.${at}`, message: `"${text}" already belongs to ${owner}.` };
    else if (earlier !== undefined) yield { path: `${path}.${at}`, message: `It repeats ${path}.${earlier}.` };
    else seen.set(key, at);
  }
}

/** Texts that should be left out and are not there. */
function* absent(
  texts: readonly string[],
  path: string,
  present: readonly string[],
  keyOf: KeyOf,
): Generator<FailurePlace> {
  const known = new Set(present.map(keyOf));
  for (const [at, text] of texts.entries()) {
    if (!known.has(keyOf(text)))
      yield { path: `${path}.${at}`, message: `"${text}" is not in the manifest, so it cannot be left out.` };
  }
}

function ownersOf(
  others: readonly RoutableManifest[],
  textsOf: (one: RoutableManifest) => readonly string[],
  keyOf: KeyOf,
): Map<string, string> {
  return new Map(others.flatMap((other) => textsOf(other).map((text) => [keyOf(text), other.id] as const)));
}

function* places(manifest: Manifest, config: AssistantConfig, around: Surroundings): Generator<FailurePlace> {
  const { keywords, examples, patterns } = config;
  const phrases = keywords.add.map(({ phrase }) => phrase);
  const phraseOwners = ownersOf(around.others, (other) => other.keywords.map(({ phrase }) => phrase), phraseKey);
  const exampleOwners = ownersOf(around.others, (other) => other.examples, exampleKey);
  for (const text of around.offTopic) exampleOwners.set(exampleKey(text), 'nobody: it is an off-topic example');
  yield* repeated(phrases, 'config.keywords.add', phraseOwners, phraseKey);
  yield* repeated(examples.add, 'config.examples.add', exampleOwners, exampleKey);
  const manifestPhrases = manifest.keywords.map(({ phrase }) => phrase);
  yield* absent(keywords.remove, 'config.keywords.remove', manifestPhrases, phraseKey);
  yield* absent(examples.remove, 'config.examples.remove', manifest.examples, exampleKey);
  let refused = 0;
  for (const [at, { pattern }] of patterns.entries()) {
    const compiled = compilePattern(pattern);
    if (compiled.ok) continue;
    yield { path: `config.patterns.${at}.pattern`, message: compiled.error.message };
    if ((refused += 1) === mostRefusedPatterns) break;
  }
  if (effectiveManifest(manifest, config).examples.length < fewestExamples)
    yield { path: 'config.examples.remove', message: `An assistant needs at least ${fewestExamples} examples.` };
}

/**
 * Whether a configuration can be routed by.
 * @throws FailureError `invalid-request` with every place that is wrong: a phrase or an example that is somebody else's, one
 * that is there twice, a pattern that is not linear, something left out that is not there
 */
export function checkConfig(manifest: Manifest, config: AssistantConfig, around: Surroundings): void {
  const wrong: FailurePlace[] = [];
  for (const place of places(manifest, config, around)) if (wrong.push(place) === mostPlaces) break;
  if (wrong.length === 0) return;
  const [{ path, message }] = wrong as [FailurePlace];
  throw new FailureError(failure('invalid-request', `The configuration cannot be used: ${path}: ${message}`, wrong));
}
