/** A phrase found in a text: `[start, end)` in words, and the value it was stored with. */
export interface PhraseMatch {
  readonly value: number;
  readonly start: number;
  readonly end: number;
}

interface Branch {
  readonly next: Map<string, Branch>;
  readonly values: number[];
}

/** Phrases as sequences of terms. A look-up costs at most the words of the text times those of the longest phrase. */
export class PhraseTrie {
  private readonly root: Branch = { next: new Map(), values: [] };

  add(phrase: readonly string[], value: number): void {
    if (phrase.length === 0) return;
    let branch = this.root;
    for (const term of phrase) {
      let next = branch.next.get(term);
      if (next === undefined) {
        next = { next: new Map(), values: [] };
        branch.next.set(term, next);
      }
      branch = next;
    }
    if (!branch.values.includes(value)) branch.values.push(value);
  }

  /** Every phrase at every place, in the order of the text, shorter before longer. */
  find(terms: readonly string[]): PhraseMatch[] {
    const found: PhraseMatch[] = [];
    for (let start = 0; start < terms.length; start += 1) {
      let branch = this.root.next.get(terms[start]!);
      for (let end = start + 1; branch !== undefined; end += 1) {
        for (const value of branch.values) found.push({ value, start, end });
        branch = end < terms.length ? branch.next.get(terms[end]!) : undefined;
      }
    }
    return found;
  }
}
