const list =
  'a an the is are am was were be been being of to in on at by for with and or but if it its this that these those i im ' +
  'ive id you your youre we our us they them their he shes hes she his her do does did doing done dont doesnt didnt have ' +
  'has had having can could would should will shall may might must not no so as from up out about into over than then ' +
  'there theres here what whats which who whom how when where why just only also any some all my me mine too very really';

/** Words that hold a sentence together and say nothing of what it is about. */
export const stopWords: ReadonlySet<string> = new Set(list.split(' '));
