import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
import { fail } from '#kernel';
import { parseSettings, type Environment } from '#platform/config';

/** What the start decides for each process by itself: where things are, and who the process is. */
const decided: ReadonlySet<string> = new Set([
  ...['PORT', 'CLUBOS_DIR', 'CLUB_FILE', 'DATABASE_URL', 'NATS_URL', 'REDIS_URL'],
  ...['PRINCIPAL_SECRET', 'DEV_API_KEY', 'HEALTH_PORT', 'INSTANCE_ID'],
]);

/** What programs and Node itself read. */
const ofTheSystem =
  /^(PATH|HOME|TMPDIR|LANG|LC_\w+|TZ|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|HTTPS?_PROXY|NO_PROXY|ALL_PROXY)$/i;

const isShape = (value: unknown): value is z.ZodRawShape =>
  typeof value === 'object' && value !== null && Object.values(value).every((each) => each instanceof z.ZodType);

/**
 * The settings that each service takes, by its name. A service says so itself: they are the exported objects of its
 * `settings.js` whose values are all schemas.
 */
export type DeclaredSettings = ReadonlyMap<string, z.ZodRawShape>;

async function shapeIn(file: string): Promise<z.ZodRawShape> {
  const exported = (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  return Object.assign({}, ...Object.values(exported).filter(isShape)) as z.ZodRawShape;
}

/**
 * @param services with the file each is started from
 * @param otherwise where the settings of those stand that have no `settings.js` of their own: the assistants' all are the same
 */
export async function readDeclared(
  services: readonly { readonly name: string; readonly main: string }[],
  otherwise: string,
): Promise<DeclaredSettings> {
  const declared = services.map(async ({ name, main }) => {
    const file = [join(dirname(main), 'settings.js'), otherwise].find((path) => existsSync(path));
    return [name, file === undefined ? {} : await shapeIn(file)] as const;
  });
  return new Map(await Promise.all(declared));
}

/** Of the environment what `take` says, and what every program reads. Empty counts as absent. */
const only = (environment: Environment, take: (name: string) => boolean): Environment =>
  Object.fromEntries(
    Object.entries(environment).filter(([name, value]) => value && (ofTheSystem.test(name) || take(name))),
  );

/** What is handed on to a service as it is: what it declares, so that no secret of another program gets there. */
export function handedOn(environment: Environment, shape: z.ZodRawShape = {}): Environment {
  return only(environment, (name) => name in shape && !decided.has(name));
}

/** @throws FailureError with one sentence for every value that some service would refuse */
export function checkDeclared(environment: Environment, declared: DeclaredSettings): void {
  const sentences = [...declared.values()].flatMap((shape) => {
    const given = Object.entries(shape).filter(([name]) => !decided.has(name) && environment[name]);
    const parsed = parseSettings(Object.fromEntries(given), environment);
    return parsed.ok ? [] : (parsed.error.places ?? []).map(({ message }) => message);
  });
  if (sentences.length > 0) throw fail('invalid-request', [...new Set(sentences)].join(' '));
}
