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

const plain = (word: string): string => word.normalize('NFD').replace(/\p{M}/gu, '');
const otherScript = /[^\P{L}\p{Script=Latin}]/u;
const letter = /\p{L}/u;

/**
 * Whether a question seems not to be in English, which is all the router has learned: another script, no letters at all, or
 * small words of another language and fewer English ones.
 */
export function seemsForeign(text: string, words: readonly string[]): boolean {
  if (otherScript.test(text) || !letter.test(text)) return true;
  const bare = words.map(plain);
  const foreign = bare.filter((word) => foreignWords.has(word) && !alsoEnglish.has(word)).length;
  return foreign > 0 && foreign >= bare.filter((word) => englishWords.has(word)).length;
}
