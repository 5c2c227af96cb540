'use strict';

const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);

/** `customer-info` as people say it, as a label, and as a name in code. */
const namesOf = (id) => {
  const words = id.split('-').filter((word) => word !== '');
  const topic = words.join(' ');
  return { topic, label: capitalized(topic), constant: words[0] + words.slice(1).map(capitalized).join('') };
};

/** The things that a list in a sentence names: "guest passes, upgrades or transfers" names three. */
const thingsIn = (answers) =>
  answers
    .toLowerCase()
    .split(/,|;|\bor\b|\band\b/)
    .map((thing) =>
      thing
        .replace(/^\s*(?:an?|the)\s+/, '')
        .replace(/[^a-z0-9' -]/g, '')
        .trim(),
    )
    .filter((thing) => thing.length > 2);

const askedOfTopic = [
  (topic) => `question about ${topic}`,
  (topic) => `${topic}`,
  (topic) => `how does ${topic} work`,
  (topic) => `tell me about ${topic}`,
  (topic) => `customer asks about ${topic}`,
  (topic) => `can you help with ${topic}`,
  (topic) => `who looks after ${topic}`,
  (topic) => `where do i find ${topic}`,
  (topic) => `what do i need to know about ${topic}`,
  (topic) => `member on the phone with a ${topic} question`,
  (topic) => `somebody wants to know more about ${topic}`,
  (topic) => `whats new with ${topic}`,
  (topic) => `is there anything on ${topic}`,
  (topic) => `i dont understand ${topic}`,
];

const askedOfThing = [
  (thing) => `how do i get ${thing}`,
  (thing) => `do you have ${thing}`,
  (thing) => `customer wants to know about ${thing}`,
  (thing) => `${thing} please`,
  (thing) => `problem with ${thing}`,
  (thing) => `what are the rules for ${thing}`,
];

/** Questions to begin with; real ones take their place. At least twenty, each once. */
const examplesFor = (topic, things) => [
  ...new Set([
    ...askedOfTopic.map((ask) => ask(topic)),
    ...(things.length > 0 ? things : [`${topic} details`]).flatMap((thing) => askedOfThing.map((ask) => ask(thing))),
  ]),
];

module.exports = { namesOf, thingsIn, examplesFor };
