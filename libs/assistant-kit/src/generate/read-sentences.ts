/** A sentence or a line, and what stands between it and the one before. */
export interface Sentence {
  readonly text: string;
  readonly before: '' | ' ' | '\n' | '\n\n';
}

/** A full stop and what may stand behind it, citations included. */
const end = /[.!?…][)"'”’]{0,3}(?:\s*\[[^\]\n]{1,40}\])*$/;
const listMark = /^\s*(?:\d{1,2}[.)]|[-*•])$/;

const between = (space: string): Sentence['before'] => {
  const lines = space.split('\n').length - 1;
  if (lines === 0) return ' ';
  return lines === 1 ? '\n' : '\n\n';
};

/** Finds sentences in a text that comes in pieces, each as soon as the next one has begun. */
export class SentenceReader {
  private rest = '';
  private before: Sentence['before'] = '';

  *push(piece: string): Generator<Sentence> {
    this.rest += piece;
    for (;;) {
      const found = this.next();
      if (!found) return;
      yield found;
    }
  }

  *end(): Generator<Sentence> {
    const text = this.rest.trim();
    this.rest = '';
    if (text !== '') yield { text, before: this.before };
  }

  /** The sentence that is not over yet; its text goes on growing, and only at its end. */
  get begun(): Sentence {
    return { text: this.rest.trimStart(), before: this.before };
  }

  private next(): Sentence | undefined {
    for (const { 0: space, index } of this.rest.matchAll(/\s+(?=\S)/g)) {
      const head = this.rest.slice(0, index);
      if (!this.endsAt(head, space, this.rest.charAt(index + space.length))) continue;
      const { before } = this;
      this.rest = this.rest.slice(index + space.length);
      this.before = head.trim() === '' ? before : between(space);
      if (head.trim() !== '') return { text: head.trim(), before };
      return this.next();
    }
    return undefined;
  }

  private endsAt(head: string, space: string, next: string): boolean {
    if (listMark.test(head)) return false;
    if (head.trim() === '' || space.includes('\n')) return true;
    return next !== '[' && end.test(head.slice(-200));
  }
}
