/**
 * What was worked out for a word, so that it is worked out once. People use few words over and over, and what nobody used
 * for a while is forgotten: there are two shelves, a word is put on the first and found on either, and when the first is
 * full it becomes the second, whose words are gone. So whoever sends ever new words costs no memory and drives out no
 * word that others use.
 */
export class WordMemory<T extends NonNullable<unknown>> {
  private recent = new Map<string, T>();
  private before = new Map<string, T>();
  /** Words that were worked out since the memory was made: the measure of its work. */
  operations = 0;

  /** @param most words on a shelf, so twice as many are remembered at most */
  constructor(
    private readonly workOut: (word: string) => T,
    private readonly most = 4096,
  ) {}

  /** Words that are remembered now. */
  get size(): number {
    return this.recent.size + this.before.size;
  }

  of(word: string): T {
    const known = this.recent.get(word);
    if (known !== undefined) return known;
    let found = this.before.get(word);
    if (found === undefined) {
      this.operations += 1;
      found = this.workOut(word);
    }
    if (this.recent.size >= this.most) {
      this.before = this.recent;
      this.recent = new Map();
    }
    this.recent.set(word, found);
    return found;
  }
}
