/** What to do with a feature: how often the text has it, and what was added of it, plainly and squared. */
export type TakeRepeated = (position: number, kind: number, times: number, added: number, addedSquare: number) => void;

/** The features that a text has more than once. Few are; a look-up costs one number for each feature there is. */
export class RepeatedFeatures {
  /** By feature: its line and one; all zero between two texts. */
  private readonly lines: Uint32Array;
  private readonly positions: number[] = [];
  private readonly kinds: number[] = [];
  private readonly times: number[] = [];
  private readonly added: number[] = [];
  private readonly squares: number[] = [];
  private size = 0;

  constructor(features: number) {
    this.lines = new Uint32Array(features);
  }

  has(position: number): boolean {
    return this.lines[position] !== 0;
  }

  /** @param added what was added of the feature for these times */
  add(position: number, kind: number, times: number, added: number): void {
    const line = this.lines[position]! - 1;
    if (line >= 0) {
      this.times[line]! += times;
      this.added[line]! += added;
      this.squares[line]! += added * added;
      return;
    }
    const last = this.size;
    this.positions[last] = position;
    this.kinds[last] = kind;
    this.times[last] = times;
    this.added[last] = added;
    this.squares[last] = added * added;
    this.size = last + 1;
    this.lines[position] = this.size;
  }

  /** Every one in the order it was first added; none is there afterwards. */
  takeAll(take: TakeRepeated): void {
    const { size, lines, positions, kinds, times, added, squares } = this;
    for (let line = 0; line < size; line += 1) {
      const position = positions[line]!;
      lines[position] = 0;
      take(position, kinds[line]!, times[line]!, added[line]!, squares[line]!);
    }
    this.size = 0;
  }
}
