import { WordMemory } from './word-memory.js';

/** Small words of languages that guests of the club speak, and that are no English words. */
const foreignWords = new Set(
  `el los las una unas unos que por para con del donde cuando cuanto cuanta cuesta hora como esta estoy quiero puedo tengo
  necesito ayuda gracias hola mi su muy der das ein eine einen und ist nicht ich wir sie wie viel wo wann kann kostet
  meine mein bitte danke hallo auf mit fur uber zu het een de niet ik je hoe waar wanneer kan mijn le les des une et est
  pas je nous vous ou quand comment combien mon ma bonjour merci avec pour dans er og ikke jeg vi hvor hva hvordan hei
  takk med pa en ett jag hur vad nar var tack hej inte och min mitt il gli che non sono dove quando come quanto ciao
  grazie per o um uma nao eu como onde quanto obrigado`.split(/\s+/),
);
const alsoEnglish = new Set([
  'per',
  'de',
  'en',
  'le',
  'o',
  'um',
  'er',
  'je',
  'var',
  'med',
  'pas',
  'est',
  'mi',
  'ma',
  'su',
  'come',
  'min',
  'mon',
  'pa',
]);
const englishWords = new Set(
  `the is are to of and in on my your it you we i can do how what when where for with not a an be have this that`.split(
    ' ',
  ),
);

const otherScript = /[^\P{L}\p{Script=Latin}]/u;
const letter = /\p{L}/u;
const onlyEnglishSigns = /^[\0-~]*$/u;
const englishLetter = /[a-z]/iu;

/** 1 for a small word of another language, -1 for an English one, 0 for any other. */
const leanings = new WordMemory((word): number => {
  const bare = word.normalize('NFD').replace(/\p{M}/gu, '');
  if (englishWords.has(bare)) return -1;
  return foreignWords.has(bare) && !alsoEnglish.has(bare) ? 1 : 0;
});

/**
 * Whether a question seems not to be in English, which is all the router has learned: another script, no letters at all, or
 * small words of another language and fewer English ones.
 */
export function seemsForeign(text: string, words: readonly string[]): boolean {
  if (onlyEnglishSigns.test(text) ? !englishLetter.test(text) : otherScript.test(text) || !letter.test(text))
    return true;
  let foreign = 0;
  let english = 0;
  for (let at = 0; at < words.length; at += 1) {
    const leaning = leanings.of(words[at]!);
    if (leaning > 0) foreign += 1;
    else if (leaning < 0) english += 1;
  }
  return foreign > 0 && foreign >= english;
}
