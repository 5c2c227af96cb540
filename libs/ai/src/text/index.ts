export { hash32 } from './hash.js';
export { everyday, everydayText, Lexicon, type Sighting } from './lexicon.js';
export { stem } from './stem.js';
export { stopWords } from './stop-words.js';
export { wordsOf, type Word } from './words.js';
