import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { cpSync, existsSync, mkdirSync, realpathSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { exclusively, tryHold } from '../exclusive.js';
import { ensureDatabase } from './database-folder.js';

interface DatabaseOptions {
  readonly dataDir: string;
  /** A folder with a freshly initialised database, made when it is missing: making one takes seconds, copying one does not. */
  readonly template: string;
  readonly say: (line: string) => void;
}

/** 64 MB of buffers are enough for a club and keep the process small; the other parameters are PGlite's own. */
const options = { extensions: { vector }, startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=64MB'] };

async function makeTemplate({ template, say }: DatabaseOptions): Promise<void> {
  if (existsSync(template)) return;
  say('Initialising a database');
  const draft = `${template}.draft`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(dirname(template), { recursive: true });
  const db = await PGlite.create(draft, options);
  await db.exec('CREATE EXTENSION vector');
  await db.close();
  renameSync(draft, template);
}

/**
 * Opens the database with pgvector, made first where there is none.
 * @throws when another process has it open
 */
export async function openDatabase(given: DatabaseOptions): Promise<PGlite> {
  const { dataDir, template, say } = given;
  mkdirSync(dirname(dataDir), { recursive: true });
  const place = join(realpathSync(dirname(dataDir)), basename(dataDir));
  if (!(await tryHold(`database ${place}`))) throw new Error(`${dataDir} is in use by another process.`);
  const create = async (draft: string): Promise<void> => {
    await exclusively(`database template ${template}`, () => makeTemplate(given));
    cpSync(template, draft, { recursive: true });
  };
  await ensureDatabase(dataDir, create, say);
  // We hold the folder alone, so a pid that is noted in it is that of a process that was killed.
  rmSync(join(dataDir, 'postmaster.pid'), { force: true });
  return PGlite.create(dataDir, options);
}

/** What the database says to a client that introduces itself; it is the same for all of them. */
export async function greetingOf(db: PGlite): Promise<Buffer> {
  const packet = Buffer.concat([Buffer.alloc(8), Buffer.from('user\0postgres\0database\0postgres\0\0')]);
  packet.writeInt32BE(packet.length, 0);
  packet.writeInt32BE(3 << 16, 4);
  const reply: Buffer[] = [];
  await db.execProtocolRawStream(packet, { onRawData: (data) => reply.push(Buffer.from(data)) });
  return Buffer.concat(reply);
}
