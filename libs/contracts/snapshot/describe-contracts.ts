import { z } from 'zod';
import {
  cancelSubject,
  messageHeaders,
  type AnnouncementContract,
  type RequestContract,
  type StreamContract,
} from '../src/conversation.js';
import { integrationEvents } from '../src/events.js';
import * as contracts from '../src/index.js';

type Contract =
  RequestContract<z.ZodType, z.ZodType> | StreamContract<z.ZodType, z.ZodType> | AnnouncementContract<z.ZodType>;

const isContract = (entry: [string, unknown]): entry is [string, Contract] =>
  typeof entry[1] === 'object' && entry[1] !== null && 'kind' in entry[1] && 'subject' in entry[1];

const isSchema = (entry: [string, unknown]): entry is [string, z.ZodType] => entry[1] instanceof z.ZodType;

function bodiesOf(contract: Contract): Record<string, z.ZodType> {
  if (contract.kind === 'request') return { request: contract.request, reply: contract.reply };
  return contract.kind === 'stream' ? { request: contract.request, part: contract.part } : { body: contract.body };
}

/** Every schema by its name, as JSON Schema of what may be sent; one that has a name is referred to by it elsewhere. */
function describeSchemas(
  exported: readonly [string, z.ZodType][],
  conversations: readonly [string, Contract][],
): unknown {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of exported) registry.add(schema, { id });
  for (const [name, contract] of conversations) {
    for (const [role, schema] of Object.entries(bodiesOf(contract))) {
      if (!registry.has(schema)) registry.add(schema, { id: `${name}.${role}` });
    }
  }
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: (id) => id });
  const withoutNames = (key: string, value: unknown): unknown =>
    key === '$schema' || key === '$id' ? undefined : value;
  return JSON.parse(JSON.stringify(schemas, withoutNames));
}

/**
 * Everything that other versions of the mesh and other people's programs depend on, as plain JSON: the conversations with
 * their subjects, the events, the headers, and every exported schema. `contracts.snapshot.json` is this, committed.
 */
export function describeContracts(): Record<string, unknown> {
  const exported: [string, unknown][] = Object.entries(contracts).sort(([one], [other]) => (one < other ? -1 : 1));
  const conversations = exported.filter(isContract);
  const schemas = exported.filter(isSchema);
  const nameOf = (schema: z.ZodType): string | undefined => schemas.find(([, each]) => each === schema)?.[0];
  const rolesOf = ([name, contract]: [string, Contract]) =>
    Object.entries(bodiesOf(contract)).map(([role, schema]) => [role, nameOf(schema) ?? `${name}.${role}`]);
  return {
    conversations: Object.fromEntries(
      conversations.map((each) => [
        each[0],
        { subject: each[1].subject('service'), ...Object.fromEntries(rolesOf(each)) },
      ]),
    ),
    cancelSubject: cancelSubject('service'),
    headers: messageHeaders,
    events: Object.fromEntries(
      Object.entries(integrationEvents).map(([type, event]) => [type, { ...event, schema: nameOf(event.schema) }]),
    ),
    schemas: describeSchemas(schemas, conversations),
  };
}
