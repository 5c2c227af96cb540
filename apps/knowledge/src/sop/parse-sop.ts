import { createHash } from 'node:crypto';
import type { z } from 'zod';
import type { FailurePlace } from '#kernel';
import { chunkBody, type Chunk } from './chunk-body.js';
import { frontMatterSchema, readYaml, splitMarkdown, type FrontMatter } from './front-matter.js';
import { linesOf } from './markdown-lines.js';
import { refused } from './refused.js';
import { readMarks } from './section-marks.js';

/** A standard operating procedure as it was read. */
export interface SopContent extends FrontMatter {
  readonly markdown: string;
  /** Where the body begins in `markdown`, in UTF-16 code units. */
  readonly bodyStart: number;
  readonly chunks: readonly Chunk[];
  /** SHA-256 of the whole markdown in UTF-8, hex. */
  readonly contentHash: string;
}

export interface ParseExpectations {
  /** The id under which it is to be published. */
  readonly id: string;
  /** The ids of the club's sites. */
  readonly sites: readonly string[];
}

/** UTF-16 code units of a whole document. */
export const markdownLengthAtMost = 200_000;

/** What people write where they mean to write something later. */
const placeholders = [
  /\bto be (?:completed|written|filled in|defined|added later)\b/i,
  /\b(?:TBD|TBC|TBA|TODO|FIXME)\b/,
  /\blorem ipsum\b/i,
  /\b(?:placeholder text|insert text here|text goes here|content goes here)\b/i,
];

const nul = String.fromCharCode(0);

export const hashOf = (markdown: string): string => createHash('sha256').update(markdown, 'utf8').digest('hex');

/**
 * Reads one SOP. docs/services/knowledge.md lists what is refused.
 * @throws FailureError `content-refused` with every place that is wrong
 */
export function parseSop(markdown: string, expected: ParseExpectations): SopContent {
  checkText(markdown);
  const split = splitMarkdown(markdown);
  if (!split) throw refused([{ path: 'frontMatter', message: 'It has no front matter between two lines of ---.' }]);
  const frontMatter = readFrontMatter(split.frontMatter, expected);
  const body = markdown.slice(split.bodyStart);
  const chunks = chunkBody(body, frontMatter.title);
  const places = [...bodyPlaces(body, chunks), ...markPlaces(chunks, frontMatter.sites)];
  if (places.length > 0) throw refused(places);
  return { ...frontMatter, markdown, bodyStart: split.bodyStart, chunks, contentHash: hashOf(markdown) };
}

function checkText(markdown: string): void {
  if (markdown.length > markdownLengthAtMost) {
    const message = `It has ${markdown.length} characters; ${markdownLengthAtMost} are taken at most.`;
    throw refused([{ path: '', message }]);
  }
  if (markdown.includes(nul) || !markdown.isWellFormed()) {
    throw refused([{ path: '', message: 'It holds a NUL or half of a character, so it is no proper text.' }]);
  }
}

function readFrontMatter(text: string, expected: ParseExpectations): FrontMatter {
  const yaml = readYaml(text);
  if ('problem' in yaml) throw refused([{ path: 'frontMatter', message: `It is not valid YAML: ${yaml.problem}` }]);
  const parsed = frontMatterSchema.safeParse(yaml.value);
  if (!parsed.success) throw refused(parsed.error.issues.flatMap(placesOf));
  const places = expectationPlaces(parsed.data, expected);
  if (places.length > 0) throw refused(places);
  return parsed.data;
}

function placesOf(issue: z.core.$ZodIssue): FailurePlace[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({ path: `frontMatter.${key}`, message: 'This field is not known.' }));
  }
  const missing = issue.code === 'invalid_type' && issue.input === undefined;
  return [
    { path: ['frontMatter', ...issue.path].join('.'), message: missing ? 'This field is missing.' : issue.message },
  ];
}

function expectationPlaces({ id, sites }: FrontMatter, expected: ParseExpectations): FailurePlace[] {
  const places: FailurePlace[] = sites.flatMap((site, index) => {
    if (expected.sites.includes(site)) return [];
    const message = `The club has no site "${site}"; it has ${expected.sites.join(', ')}.`;
    return [{ path: `frontMatter.sites.${index}`, message }];
  });
  if (id !== expected.id) {
    places.unshift({ path: 'frontMatter.id', message: `It says "${id}" and is to be published as "${expected.id}".` });
  }
  return places;
}

function bodyPlaces(body: string, chunks: readonly Chunk[]): FailurePlace[] {
  if (body.trim() === '') return [{ path: 'body', message: 'There is nothing below the front matter.' }];
  const lines = linesOf(body);
  if (!lines.some(({ level }) => level === 1 || level === 2)) {
    return [{ path: 'body', message: 'It has no heading: one # for the title, one ## for each situation.' }];
  }
  if (chunks.length === 0) return [{ path: 'body', message: 'It has headings and nothing below them.' }];
  return lines.flatMap(({ text }, index) => {
    const found = placeholders.map((pattern) => pattern.exec(text)?.[0]).find((match) => match !== undefined);
    return found === undefined ? [] : [{ path: `body.${index + 1}`, message: `"${found}" is no text to publish.` }];
  });
}

/** Marks that would be lost, or would hide a section everywhere. */
function markPlaces(chunks: readonly Chunk[], sites: readonly string[]): FailurePlace[] {
  return chunks.flatMap(({ heading, text }) => {
    const { onlyAt, unknown } = readMarks(text);
    const path = `body.${heading}`;
    return [
      ...unknown.map((line) => ({ path, message: `"${line}" is no mark of a section that is known.` })),
      ...onlyAt
        .filter((site) => !sites.includes(site))
        .map((site) => ({
          path,
          message: `It is only at "${site}", which is none of the SOP's sites: ${sites.join(', ')}.`,
        })),
    ];
  });
}
