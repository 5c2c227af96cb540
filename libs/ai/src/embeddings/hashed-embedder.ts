import { hash32 } from '../text/hash.js';
import { Lexicon, everyday } from '../text/lexicon.js';
import { stem } from '../text/stem.js';
import { stopWords } from '../text/stop-words.js';
import { wordsOf } from '../text/words.js';
import { embeddingDimensions, type Embedder, type EmbedOptions } from './embedder.js';
import { normalize } from './vectors.js';

/** How much each kind of feature counts. Chosen on the development half of the club's questions. */
const weights = { word: 1, concept: 1, gram: 0.4 };
/** Letters in a row, the ends of a word included: what a misspelled word still shares with the right one. */
const gramLengths = [3, 4, 5];

/**
 * Embeds without a model and without anything to fetch: words by their stems, meanings of everyday English and letters in
 * a row are hashed into a fixed width with a sign (K. Weinberger et al., "Feature hashing for large scale multitask
 * learning", 2009). The same text always gives the same vector.
 */
export class HashedEmbedder implements Embedder {
  readonly id: string;
  readonly dimensions = embeddingDimensions;

  constructor(private readonly lexicon: Lexicon = everyday) {
    this.id = `hashed-1-${lexicon.id}`;
  }

  embed(texts: readonly string[], { deadline, signal }: EmbedOptions = {}): Promise<Float32Array[]> {
    return new Promise((resolve) => {
      signal?.throwIfAborted();
      deadline?.check('the embedding');
      resolve(texts.map((text) => this.vectorOf(text)));
    });
  }

  private vectorOf(text: string): Float32Array {
    const vector = new Float32Array(this.dimensions);
    for (const [feature, { weight, times }] of this.featuresOf(text)) {
      const place = hash32(feature);
      vector[place % this.dimensions]! += (place & 0x40000000 ? 1 : -1) * weight * (1 + Math.log(times));
    }
    return normalize(vector);
  }

  private featuresOf(text: string): Map<string, { weight: number; times: number }> {
    const features = new Map<string, { weight: number; times: number }>();
    const add = (feature: string, weight: number): void => {
      const known = features.get(feature);
      if (known) known.times += 1;
      else features.set(feature, { weight, times: 1 });
    };
    const words = wordsOf(text);
    const stems = words.map((word) => stem(word.text));
    words.forEach((word, index) => {
      if (!stopWords.has(word.text)) add(`w:${stems[index]}`, weights.word);
      for (const gram of gramsOf(word.text)) add(`g:${gram}`, weights.gram);
    });
    for (const { concept } of this.lexicon.find(stems)) add(`c:${concept}`, weights.concept);
    return features;
  }
}

function gramsOf(word: string): string[] {
  const bounded = `^${word}$`;
  return gramLengths.flatMap((length) =>
    Array.from({ length: Math.max(0, bounded.length - length + 1) }, (_, at) => bounded.slice(at, at + length)),
  );
}
