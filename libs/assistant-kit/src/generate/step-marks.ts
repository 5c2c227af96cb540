const mark = /^(\d{1,2})[.)](?=\s)/;

/**
 * Tells the marks of numbered steps from numbers. A mark begins a line and follows the one before: "50." behind "The fee is:"
 * is an amount, however it is laid out.
 */
export class StepMarks {
  private last = 0;
  /** A list may begin where the draft's does. */
  private readonly first: number;

  constructor(draft: string) {
    this.first = Number(/^\s*(\d{1,2})[.)]\s/m.exec(draft)?.[1] ?? 1);
  }

  /** Whether a sentence begins with the mark of a step, or has none to begin with. */
  isMarked(sentence: string, beginsLine: boolean): boolean {
    const number = Number(mark.exec(sentence)?.[1] ?? Number.NaN);
    if (Number.isNaN(number)) return true;
    if (!beginsLine || ![1, this.first, this.last + 1].includes(number)) return false;
    this.last = number;
    return true;
  }
}
