export interface SopToWrite {
  readonly id: string;
  readonly title?: string;
  readonly assistant?: string;
  readonly sites?: readonly string[];
  readonly asks?: readonly string[] | undefined;
  /** Everything below the front matter. */
  readonly body?: string;
}

/** The markdown of an SOP that may be published, but for what is said otherwise. */
export function sopMarkdown(sop: SopToWrite): string {
  const { id, title = `About ${id}`, assistant = 'tech', sites = ['harbor', 'mill', 'summit'] } = sop;
  const asks = 'asks' in sop ? sop.asks : [`tell me about ${id}`];
  const body = sop.body ?? `# ${title}\n\nAn introduction to ${id}.\n\n## What to do\n\n1. Do it.\n2. Say so.\n`;
  return [
    '---',
    `id: ${id}`,
    `title: ${title}`,
    `assistant: ${assistant}`,
    'owner: Tech team',
    `sites: [${sites.join(', ')}]`,
    'reviewBy: 2027-05-01',
    ...(asks ? ['asks:', ...asks.map((ask) => `  - ${ask}`)] : []),
    '---',
    body,
  ].join('\n');
}
