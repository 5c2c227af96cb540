import { PGlite } from '@electric-sql/pglite';
import { vector } from '@electric-sql/pglite-pgvector';
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { tryHold } from '../exclusive.js';
import { ensureDatabase } from './database-folder.js';

export interface DatabaseOptions {
  /** In memory when absent. */
  readonly dataDir?: string | undefined;
  /** Where a freshly initialised database is kept as a tar, because making one takes seconds. */
  readonly template: string;
  readonly say: (line: string) => void;
}

/** 64 MB of buffers are enough for a club and keep the process small; the other parameters are PGlite's own. */
const options = { extensions: { vector }, startParams: [...PGlite.defaultStartParams, '-c', 'shared_buffers=64MB'] };

/** A tar of a database on which nobody has worked yet, with pgvector. */
async function freshDatabase({ template, say }: DatabaseOptions): Promise<Blob> {
  if (existsSync(template)) return new Blob([readFileSync(template)]);
  say('Initialising a database');
  const db = await PGlite.create(options);
  await db.exec('CREATE EXTENSION vector');
  const dump = await db.dumpDataDir('none');
  await db.close();
  mkdirSync(dirname(template), { recursive: true });
  const draft = `${template}.${process.pid}`;
  writeFileSync(draft, Buffer.from(await dump.arrayBuffer()));
  renameSync(draft, template);
  return dump;
}

/**
 * Opens the database, made first where there is none.
 * @throws when another process has it open
 */
export async function openDatabase(given: DatabaseOptions): Promise<PGlite> {
  const { dataDir } = given;
  if (dataDir === undefined) return PGlite.create({ ...options, loadDataDir: await freshDatabase(given) });
  mkdirSync(dirname(dataDir), { recursive: true });
  const place = join(realpathSync(dirname(dataDir)), basename(dataDir));
  if (!(await tryHold(`database ${place}`))) throw new Error(`${dataDir} is in use by another process.`);
  const create = async (draft: string): Promise<void> => {
    const db = await PGlite.create(draft, { ...options, loadDataDir: await freshDatabase(given) });
    await db.close();
  };
  await ensureDatabase(dataDir, create, given.say);
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
