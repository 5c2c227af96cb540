/** `[S1]`, `[S1, S2]`: how the prompt names passages, and how a model says where a sentence stands. */
const mark = /\s*\[\s*S\d{1,3}(?:\s*[,;]\s*S\d{1,3})*\s*\]/gi;

export const idOf = (index: number): string => `S${index + 1}`;

export interface Cited {
  /** Without the marks: what is read out names no ids. */
  readonly text: string;
  /** Places of the passages that were named, from 0. */
  readonly passages: readonly number[];
  /** Ids that name none. */
  readonly unknown: number;
}

/** Resolves the citations of one sentence. A model says only where to look; which passages there are is known here. */
export function resolveCitations(sentence: string, passages: number): Cited {
  const named = (sentence.match(mark) ?? []).flatMap((each) => each.match(/\d+/g) ?? []).map((id) => Number(id) - 1);
  const known = named.filter((index) => index >= 0 && index < passages);
  return {
    text: sentence.replace(mark, '').trim(),
    passages: [...new Set(known)],
    unknown: named.length - known.length,
  };
}
