import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';

const pollMs = 50;
const answerWithinMs = 2000;

const listed = z.object({ assistants: z.array(z.object({ id: z.string(), routed: z.boolean() })) });

interface GatewayDoor {
  readonly gatewayUrl: string;
  readonly apiKey: string;
}

async function routed({ gatewayUrl, apiKey }: GatewayDoor): Promise<Set<string>> {
  const response = await fetch(`${gatewayUrl}/assistants`, {
    headers: { authorization: `Bearer ${apiKey}` },
    signal: AbortSignal.timeout(answerWithinMs),
  });
  const { assistants } = listed.parse(await response.json());
  return new Set(assistants.filter((one) => one.routed).map(({ id }) => id));
}

/**
 * Waits until the gateway's router has learned every one of these assistants.
 * @returns those it has not learned in time; none where all is well
 */
export async function untilRouted(
  door: GatewayDoor,
  assistants: readonly string[],
  withinMs: number,
  signal: AbortSignal,
): Promise<string[]> {
  const end = performance.now() + withinMs;
  for (;;) {
    // A gateway that does not answer has learned nobody; that it is there is somebody else's business.
    const known = await routed(door).catch(() => new Set<string>());
    const missing = assistants.filter((id) => !known.has(id));
    if (missing.length === 0 || performance.now() > end) return missing;
    await pause(pollMs, undefined, { signal });
  }
}
