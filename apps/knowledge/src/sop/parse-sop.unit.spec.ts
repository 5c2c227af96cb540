import { describe, expect, test } from '@jest/globals';
import { FailureError, type Failure } from '#kernel';
import { sopMarkdown } from '../testing/sop-markdown.js';
import { hashOf, parseSop } from './parse-sop.js';

const expected = { id: 'wifi', sites: ['harbor', 'mill', 'summit'] };
const parse = (markdown: string) => parseSop(markdown, expected);

function refusal(markdown: string): Failure {
  try {
    parse(markdown);
  } catch (error) {
    if (error instanceof FailureError) return error.failure;
    throw error;
  }
  throw new Error('It was not refused.');
}
const places = (markdown: string) => (refusal(markdown).places ?? []).map(({ path }) => path);

describe('parseSop', () => {
  test('reads the front matter, the place of the body and the sections', () => {
    const markdown = sopMarkdown({ id: 'wifi', title: 'Guest Wi-Fi', asks: ['wifi password', 'no internet'] });
    const sop = parse(markdown);
    expect(sop).toMatchObject({ id: 'wifi', title: 'Guest Wi-Fi', asks: ['wifi password', 'no internet'] });
    const body = markdown.slice(sop.bodyStart);
    expect(body.trimStart()).toMatch(/^# Guest Wi-Fi/);
    for (const { start, end, text } of sop.chunks) expect(body.slice(start, end)).toBe(text);
    expect(sop.contentHash).toBe(hashOf(markdown));
    expect(sop.contentHash).toMatch(/^[0-9a-f]{64}$/);
  });

  test.each([
    ['line breaks of Windows', sopMarkdown({ id: 'wifi' }).replaceAll('\n', '\r\n')],
    ['a byte order mark', `\uFEFF${sopMarkdown({ id: 'wifi' })}`],
    ['no asks', sopMarkdown({ id: 'wifi', asks: undefined })],
    [
      'words that only look like a placeholder',
      sopMarkdown({ id: 'wifi', body: '# A\n\nThe todo list is to be found at the desk.' }),
    ],
  ])('takes %s', (_, markdown) => {
    expect(parse(markdown).id).toBe('wifi');
  });

  const valid = sopMarkdown({ id: 'wifi' });
  test.each<[what: string, markdown: string, places: string[]]>([
    ['no front matter', '# Wi-Fi\n\nThe password is on the screen.', ['frontMatter']],
    ['front matter that does not end', '---\nid: wifi\n\n# Wi-Fi', ['frontMatter']],
    ['front matter that is no YAML', '---\nid: [wifi\n---\n# Wi-Fi\n\nText.', ['frontMatter']],
    ['front matter with a field twice', valid.replace('id: wifi', 'id: wifi\nid: wifi'), ['frontMatter']],
    ['front matter that is a list', '---\n- wifi\n---\n# Wi-Fi\n\nText.', ['frontMatter']],
    ['an anchor', valid.replace(/owner: .*/, 'owner: *team'), ['frontMatter']],
    ['a missing field', valid.replace(/title: .*\n/, ''), ['frontMatter.title']],
    [
      'several wrong fields',
      valid.replace(/title: .*\n/, '').replace(/reviewBy: .*/, 'reviewBy: soon'),
      ['frontMatter.title', 'frontMatter.reviewBy'],
    ],
    ['an unknown field', valid.replace('id: wifi', 'id: wifi\nautor: me'), ['frontMatter.autor']],
    ['a title that is empty', sopMarkdown({ id: 'wifi', title: '""' }), ['frontMatter.title']],
    ['an impossible day', valid.replace(/reviewBy: .*/, 'reviewBy: 2027-02-30'), ['frontMatter.reviewBy']],
    ['an assistant that is no name', valid.replace(/assistant: .*/, 'assistant: The Tech'), ['frontMatter.assistant']],
    ['no site', valid.replace(/sites: .*/, 'sites: []'), ['frontMatter.sites']],
    ['a site twice', valid.replace(/sites: .*/, 'sites: [mill, mill]'), ['frontMatter.sites']],
    ['an unknown site', valid.replace(/sites: .*/, 'sites: [mill, moon]'), ['frontMatter.sites.1']],
    ['an ask that is no text', valid.replace('asks:\n', 'asks:\n  - 12\n'), ['frontMatter.asks.0']],
    ['another id than asked for', sopMarkdown({ id: 'wi-fi' }), ['frontMatter.id']],
    ['an id that is none', sopMarkdown({ id: 'Wi_Fi' }), ['frontMatter.id']],
    ['an empty body', sopMarkdown({ id: 'wifi', body: '  \n' }), ['body']],
    ['a body without a heading', sopMarkdown({ id: 'wifi', body: 'Just text.' }), ['body']],
    ['a body of headings only', sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\n## Slow\n\n### Very\n' }), ['body']],
    ['text to be completed', sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\nTo be completed.' }), ['body.3']],
    ['TBD', sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\nGood.\n\n## Slow\n\nTBD\n' }), ['body.7']],
    ['lorem ipsum', sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\nLorem ipsum dolor sit amet.' }), ['body.3']],
    [
      'a section of a site that the SOP has not',
      sopMarkdown({
        id: 'wifi',
        sites: ['mill'],
        body: '# Wi-Fi\n\nGood.\n\n## Slow\n\nOnly at: Mill, Harbor\n\nMove.',
      }),
      ['body.Slow'],
    ],
    [
      'a mark that nobody knows',
      sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\nGood.\n\n## Slow\n\nWhen: later\n\nMove.' }),
      ['body.Slow'],
    ],
    ['a NUL', sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\nA\u0000B' }), ['']],
    ['half a character', sopMarkdown({ id: 'wifi', body: '# Wi-Fi\n\n\ud83d' }), ['']],
    ['200,001 characters', valid + 'x'.repeat(200_001 - valid.length), ['']],
  ])('refuses %s, and says where', (_, markdown, expectedPlaces) => {
    expect(places(markdown)).toEqual(expectedPlaces);
    expect(refusal(markdown)).toMatchObject({ code: 'content-refused', retryable: false });
  });

  test('names the sites there are', () => {
    expect(refusal(valid.replace(/sites: .*/, 'sites: [moon]')).message).toBe(
      'frontMatter.sites.0: The club has no site "moon"; it has harbor, mill, summit.',
    );
  });
});
