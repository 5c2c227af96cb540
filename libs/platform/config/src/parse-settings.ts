import { z } from 'zod';
import { err, failure, FailureError, ok, type Result } from '#kernel';
import { inWords } from '#platform/validation';

export type Environment = Readonly<Record<string, string | undefined>>;

/** Names whose values never appear in a message. */
const secret = /SECRET|KEY|PASSWORD|TOKEN|_URL$/;

const shown = (name: string, value: string | undefined): string => {
  if (value === undefined) return 'is not set';
  return secret.test(name) ? 'has a value that does not fit' : `is ${JSON.stringify(value)}`;
};

/** What a schema says it takes, also where a default or `optional` stands around the one that was described. */
function describes(schema: unknown): string | undefined {
  if (!(schema instanceof z.ZodType)) return undefined;
  if (schema.description !== undefined) return schema.description;
  const wrapped = schema instanceof z.ZodDefault || schema instanceof z.ZodOptional;
  return wrapped ? describes(schema.unwrap()) : undefined;
}

/**
 * Reads a service's settings from the environment, once. An empty variable counts as absent.
 * @returns the typed settings, or one `invalid-request` failure that names every wrong variable and what it takes.
 */
export function parseSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  environment: Environment,
): Result<z.infer<z.ZodObject<Shape>>> {
  const present = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = z.object(shape).safeParse(present, { error: inWords });
  if (parsed.success) return ok(parsed.data);
  const places = parsed.error.issues.map((issue) => {
    const name = String(issue.path[0]);
    const takes = describes(shape[name]);
    const message = takes === undefined ? issue.message : `${shown(name, environment[name])}; it takes ${takes}`;
    return { path: name, message: `${name} ${message}.` };
  });
  return err(failure('invalid-request', places.map((place) => place.message).join(' '), places));
}

/** Ends this process with status 78 (EX_CONFIG): what it was given does not fit, and starting it again would not help. */
function exitFor(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(78);
}

/** What `read` gives; a failure ends this process with status 78 and its sentence on standard error. */
export function orExit<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof FailureError) return exitFor(error.failure.message);
    throw error;
  }
}

/** The settings of this process; a wrong one ends it with status 78 and its sentence on standard error. */
export function settingsOrExit<Shape extends z.ZodRawShape>(shape: Shape): z.infer<z.ZodObject<Shape>> {
  const result = parseSettings(shape, process.env);
  if (result.ok) return result.value;
  return exitFor(`Settings: ${result.error.message}`);
}
