'use strict';

const { join } = require('node:path');
const { formatFiles, generateFiles, readProjectConfiguration } = require('@nx/devkit');
const { parse, stringify } = require('yaml');
const { examplesFor, namesOf, thingsIn } = require('./words.cjs');

const idPattern = /^[a-z][a-z0-9-]{1,31}$/;

/** Names that mean something else in the tree or on the bus. */
const reserved = ['shared', 'assistants', 'intelligence', 'web', 'club', 'none', 'unclear'];

/** Days until somebody has to look at the first SOP again. */
const reviewAfterDays = 180;

function checkId(tree, id) {
  if (!idPattern.test(id) || id.endsWith('-') || id.includes('--')) {
    throw new Error(
      `"${id}" cannot be an assistant's id: it takes 2 to 32 of a-z, 0-9 and single hyphens, beginning with a letter.`,
    );
  }
  const taken = [`apps/assistants/${id}`, `apps/${id}`].find((folder) => tree.exists(folder));
  if (taken !== undefined) throw new Error(`"${id}" is taken: ${taken} is there already.`);
  if (reserved.includes(id) || isProject(tree, id))
    throw new Error(`"${id}" is taken: the name has another meaning here.`);
}

function isProject(tree, id) {
  try {
    return readProjectConfiguration(tree, id) !== undefined;
  } catch {
    return false;
  }
}

function checkLength(name, value, from, to) {
  if (value.length < from || value.length > to) {
    throw new Error(`--${name} takes ${from} to ${to} characters; it has ${value.length}.`);
  }
}

/** One phrase for what the assistant is called and for each thing it answers; the rest is learned from the examples. */
const keywordsFor = (topic, things) =>
  [...new Set([topic, ...things])].map((phrase) => ({ phrase, weight: phrase === topic ? 3 : 2 }));

function dateAfter(days) {
  return new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
}

/**
 * Makes `apps/assistants/<id>`: everything an assistant needs, and nothing elsewhere. The gateway learns of it from its
 * manifest, the local start and the SOP import find its folder, the lint covers it because the folder is there.
 */
module.exports = async function assistantGenerator(tree, options) {
  const id = String(options.id);
  checkId(tree, id);
  const names = namesOf(id);
  const label = options.label ?? names.label;
  const answers = options.answers ?? `${names.topic}: what it is, how it works and who to ask`;
  checkLength('label', label, 2, 40);
  checkLength('answers', answers, 10, 200);
  const things = options.answers === undefined ? [] : thingsIn(answers);
  const club = parse(tree.read('club/club.yaml', 'utf8'));
  const folder = `apps/assistants/${id}`;
  generateFiles(tree, join(__dirname, 'files'), folder, {
    ...names,
    id,
    label,
    answers,
    answersYaml: stringify(answers, { lineWidth: 0 }).trim(),
    labelYaml: stringify(label, { lineWidth: 0 }).trim(),
    titleYaml: stringify(`${label}: questions and answers`, { lineWidth: 0 }).trim(),
    keywords: stringify(keywordsFor(names.topic, things), { lineWidth: 0 }).trimEnd(),
    examples: examplesFor(names.topic, things),
    sites: club.sites.map((site) => site.id).join(', '),
    phones: club.phones,
    reviewBy: dateAfter(reviewAfterDays),
    tmpl: '',
  });
  await formatFiles(tree);
  return () => {
    process.stdout.write(
      `\n${folder} is complete. Next:\n` +
        `  replace ${folder}/examples.txt with questions people really ask\n` +
        `  write its procedures in ${folder}/sops/\n` +
        `  npm test -- ${folder}\n` +
        `  npm start\n`,
    );
  };
};
