import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';

const root = resolve(import.meta.dirname, '../..');

const pages = globSync(['*.md', 'docs/**/*.md', 'club/*.md', '{apps,libs,deploy,tools}/**/README.md'], {
  cwd: root,
}).filter((path) => !path.includes('node_modules'));

/** What a page links to inside the project, without anchors; code is not prose. */
function linksOf(markdown: string): string[] {
  const prose = markdown.replace(/^```[\s\S]*?^```/gm, '').replace(/`[^`\n]*`/g, '');
  return [...prose.matchAll(/\]\(([^)\s#]+)[^)]*\)/g)]
    .map((match) => match[1]!)
    .filter((link) => !/^[a-z]+:/.test(link));
}

describe('links', () => {
  it('are found in prose and not in code', () => {
    expect(linksOf('[a](b.md#c) `[x](y.md)` [w](https://w.org) [d](../e)\n```\n[f](g)\n```\n')).toEqual([
      'b.md',
      '../e',
    ]);
  });

  it.each(pages)('%s links to what exists', (page) => {
    const links = linksOf(readFileSync(join(root, page), 'utf8'));
    expect(links.filter((link) => !existsSync(join(root, dirname(page), link)))).toEqual([]);
  });
});
