import { Speller } from '../text/speller.js';
import { WordMemory } from '../text/word-memory.js';
import { neighbors } from './spelling-neighbors.js';

/** Words that people in a hurry misspell, and that mean an emergency however they are spelled. */
const hurried =
  `ambulance paramedic paramedics emergency unconscious unresponsive breathing breathe breath bleeding collapsed
  collapsing collapse fainted fainting seizure seizures convulsing choking overdose allergic anaphylactic reaction
  swelling swollen attack attacked attacking attacker chest dizzy injured injury injuries burned burning smoking
  smoulder flames alarm sparks sparking explosion exploded extinguisher defibrillator carbon monoxide leaking flooding
  flooded flood overflowing burst ceiling puddle soaked electricity outage blackout electrocuted breaker trapped
  elevator fighting fight punched threatening threatened threat weapon knife stabbed stabbing shooter shooting
  screaming violent aggressive assaulted assault harassing harassed stalking intruder burglar burglary robbed robbery
  stolen trespassing breaking smashed evacuate evacuation tornado earthquake firefighters dislocated fractured ankle
  shoulder wrist hurting suicide suicidal poisoned restroom bathroom smell smells smelling toilet unsafe hospital
  concussion concussed diabetic diabetes vomiting twisted ribs forehead bruised kidnapped climbed collarbone hostage
  ambulances`.split(/\s+/);

const known = new Set([...neighbors, ...hurried]);

const speller = new Speller(hurried, (word) => known.has(word));

const looked = new WordMemory((word) => speller.correct(word));

/** The word, or the emergency word it is a misspelling of. */
export const emergencySpelling = (word: string): string => looked.of(word);
