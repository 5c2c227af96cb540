/** What one accepted edit did to the labeled questions. */
export interface WeighedEdit {
  readonly rightBefore: number;
  readonly rightAfter: number;
  /** Whether somebody who may do so accepted it although it was refused: what it left behind is where counting begins anew. */
  readonly overridden: boolean;
}

/**
 * How many labeled questions edits have lost together since the best state after the last one that was overridden, or since the
 * first edit. What each did is counted as it was measured then, so that a new release of an assistant in between, which is held
 * against the questions by itself, counts for nothing.
 * @param edits in the order they were made
 */
export function lostSince(edits: readonly WeighedEdit[]): number {
  let balance = 0;
  let best = 0;
  for (const { rightBefore, rightAfter, overridden } of edits) {
    balance = overridden ? 0 : balance + rightAfter - rightBefore;
    best = overridden ? 0 : Math.max(best, balance);
  }
  return best - balance;
}
