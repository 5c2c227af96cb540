import { isUnit, mayBeginFigure } from '../grounding/figures.js';
import { isForeign, type Vocabulary } from '../grounding/foreign-words.js';
import { mayPromise } from '../grounding/promises.js';
import { isFromInstructions } from './prompt.js';

/** What a whole answer hangs on: said only together with what stands in a source. */
const verdicts = new Set(['yes', 'no', 'sure', 'certainly', 'absolutely', 'definitely', 'never', 'always']);

/** No sentence has more words; what goes on is none. */
const longestSentence = 40;

/** Letters, with an apostrophe inside at most: no digit, link, mark or bracket is one. */
const word = /\p{L}+(?:['’]\p{L}+)?/uy;

/**
 * What an unfinished word is waited for to become or not: a denial turns what stands before it, and half a number in words
 * is another one.
 */
const worthWaitingFor = [
  'cannot',
  'not',
  'never',
  'none',
  'nothing',
  'nobody',
  'neither',
  'without',
  'forty',
  'fourteen',
];

const mayGrow = (begun: string): boolean =>
  worthWaitingFor.some((each) => each.length > begun.length && each.startsWith(begun.toLowerCase()));

/**
 * Lets through the words of a sentence before its end is known: those that say nothing which could have been made up, up to
 * the first other one. From that one on the sentence waits for its end and is looked at as a whole. Wherever it breaks off,
 * what was let through has no number, link or promise in it, and no word that is not known.
 */
export class WordGate {
  /** Those that are whole. */
  private readonly words: string[] = [];
  /** Where the next word, and what separates it, begins. */
  private from = 0;
  private open = 0;
  private shut = false;

  /** @param line what the sentence may be the rest of */
  constructor(
    private readonly vocabulary: Vocabulary,
    private readonly line = '',
  ) {}

  /**
   * @param sentence as far as it is there; each time it is what it was before, with more behind
   * @returns how much of it may be said, in UTF-16 code units
   */
  settled(sentence: string): number {
    while (!this.shut && this.goesOn(sentence));
    return this.open;
  }

  /** Looks at one word. @returns whether there may be another one */
  private goesOn(sentence: string): boolean {
    const separator = this.words.length === 0 ? '' : (/^,? /.exec(sentence.slice(this.from, this.from + 2))?.[0] ?? '');
    const begin = this.from + separator.length;
    if (this.words.length > 0 && separator === '') return this.stop(/^,?$/.test(sentence.slice(this.from)));
    if (separator === ', ') this.open = Math.max(this.open, this.from + 1);
    word.lastIndex = begin;
    const found = word.exec(sentence)?.[0];
    if (found === undefined) return this.stop(begin >= sentence.length);
    const end = begin + found.length;
    if (/^['’]?$/.test(sentence.slice(end))) {
      if (end === sentence.length && !mayGrow(found) && this.mayBeSaid(found)) this.open = Math.max(this.open, end);
      return false;
    }
    if (!/[ ,]/.test(sentence.charAt(end)) || !this.mayBeSaid(found)) return this.stop(false);
    this.words.push(found);
    this.from = end;
    this.open = Math.max(this.open, end);
    return true;
  }

  private stop(isOnlyUnfinished: boolean): false {
    this.shut = !isOnlyUnfinished;
    return false;
  }

  private mayBeSaid(said: string): boolean {
    return (
      this.words.length < longestSentence &&
      !verdicts.has(said.toLowerCase()) &&
      !mayBeginFigure(said) &&
      !isForeign(said, this.vocabulary) &&
      !(this.words.length === 0 && (isUnit(said) || /\bdot$/i.test(this.line))) &&
      !mayPromise(said, [...this.line.split(/\s+/), ...this.words]) &&
      !isFromInstructions([...this.words.slice(-2), said])
    );
  }
}
