import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

/** The release that is measured beside the router; installed by the bench alone, for nothing else needs it. */
export const nlpjsVersion = '4.27.0';
const name = '@nlpjs/basic';
const installWithin = 180_000;

export const nlpjsFolder = (root: string): string => join(root, '.clubos/bench/nlpjs', nlpjsVersion);

/**
 * Installs nlp.js where it is not yet.
 * @returns null, or why it cannot be had, in a sentence
 */
export async function installNlpjs(root: string): Promise<string | null> {
  const folder = nlpjsFolder(root);
  if (existsSync(join(folder, 'node_modules', name, 'package.json'))) return null;
  await mkdir(folder, { recursive: true });
  const args = [
    'install',
    '--prefix',
    folder,
    '--no-audit',
    '--no-fund',
    '--ignore-scripts',
    `${name}@${nlpjsVersion}`,
  ];
  try {
    await promisify(execFile)('npm', args, { timeout: installWithin });
    return null;
  } catch (error) {
    const { stderr = '', message } = error as Error & { stderr?: string };
    const told = stderr.split('\n').find((line) => line.includes('error')) ?? message.split('\n')[0]!;
    return `${name}@${nlpjsVersion} could not be installed (${told.trim()}).`;
  }
}

const processed = z.object({
  classifications: z.array(z.object({ intent: z.string(), score: z.number() })),
});

/** What is used of it. */
export interface Nlpjs {
  addDocument(text: string, intent: string): void;
  train(): Promise<void>;
  /** Intents with their scores, the best first. */
  process(text: string): Promise<z.infer<typeof processed>['classifications']>;
}

interface Nlp {
  addLanguage(language: string): void;
  addDocument(language: string, text: string, intent: string): void;
  train(): Promise<unknown>;
  process(language: string, text: string): Promise<unknown>;
}

/** Opens the installed nlp.js as its documentation says: English, its stemmer, its neural classifier. */
export async function openNlpjs(root: string): Promise<Nlpjs> {
  const load = createRequire(join(nlpjsFolder(root), 'package.json'));
  const basic = load(name) as {
    dockStart(settings: object): Promise<{ get(part: 'nlp'): Nlp }>;
  };
  const settings = { nlp: { languages: ['en'], autoSave: false, autoLoad: false, nlu: { log: false } } };
  const nlp = (await basic.dockStart({ settings, use: ['Basic', 'LangEn'] })).get('nlp');
  nlp.addLanguage('en');
  return {
    addDocument: (text, intent) => nlp.addDocument('en', text, intent),
    train: async () => void (await nlp.train()),
    process: async (text) => processed.parse(await nlp.process('en', text)).classifications,
  };
}
