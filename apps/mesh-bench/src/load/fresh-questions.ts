import { isHeldOut, readLabeledQuestions } from '#testing/club';

export interface FreshQuestion {
  readonly query: string;
  readonly site: string;
  readonly asker: string;
}

/**
 * Questions that assistants answer from procedures, of which each is to be asked once, so that no answer comes from a cache:
 * every one at every site, by both who ask.
 */
export function* freshQuestions(root: string): Generator<FreshQuestion, undefined> {
  const known = readLabeledQuestions(root).filter((each) => !isHeldOut(each) && each.sops.length > 0);
  const own = known.filter(({ assistant }) => ['booking', 'tech', 'brand'].includes(assistant));
  for (const site of ['harbor', 'mill', 'summit'])
    for (const asker of ['member', 'staff']) for (const { text } of own) yield { query: text, site, asker };
}
