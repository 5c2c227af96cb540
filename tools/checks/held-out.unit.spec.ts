import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const linesOf = (path: string): string[] => readFileSync(join(root, path), 'utf8').split(/\r?\n/);

/** What makes two sentences the same to whoever learns from one and is measured by the other. */
const key = (text: string): string =>
  text
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** What answers are measured by. */
function measured(): Set<string> {
  const labeled = globSync('club/{questions/*,sections}.jsonl', { cwd: root }).flatMap((path) =>
    linesOf(path)
      .filter((line) => line.trim() !== '')
      .map((line) => (JSON.parse(line) as { text: string }).text),
  );
  const emergencies = globSync('club/emergencies/*.txt', { cwd: root }).flatMap(linesOf);
  return new Set([...labeled, ...emergencies].map(key).filter((text) => text !== ''));
}

/** What is learned from, each with where it stands. */
function learned(): { text: string; place: string }[] {
  const lists = globSync(['apps/assistants/*/examples.txt', 'apps/gateway/*.txt'], { cwd: root });
  const lines = lists.flatMap((path) => linesOf(path).map((text, at) => ({ text, place: `${path}:${at + 1}` })));
  const asks = globSync('apps/assistants/*/sops/*.md', { cwd: root }).flatMap((path) => {
    const written = /^---\r?\n([\s\S]*?)\r?\n---/.exec(linesOf(path).join('\n'))?.[1] ?? '';
    const { asks = [] } = parse(written) as { asks?: string[] };
    return asks.map((text, at) => ({ text, place: `${path}: asks.${at}` }));
  });
  return [...lines, ...asks];
}

describe('what is learned from', () => {
  it('is there', () => {
    expect(existsSync(join(root, 'club/questions'))).toBe(true);
    expect(measured().size).toBeGreaterThan(2000);
    expect(learned().length).toBeGreaterThan(10_000);
  });

  it('holds nothing that answers are measured by', () => {
    const held = measured();
    expect(learned().flatMap(({ text, place }) => (held.has(key(text)) ? [place] : []))).toEqual([]);
  });
});
