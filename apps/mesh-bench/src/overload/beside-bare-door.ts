import { runBaseline } from '../baselines/run-baseline.js';
import { Generator } from '../open-load/generator.js';
import type { LoadPlan } from '../open-load/plan.js';

/** What is turned away: so many a second, with bodies that nobody reads. */
export type Surplus = Pick<LoadPlan, 'bodies' | 'seconds' | 'connections' | 'seed'> & { readonly perSecond: number };

/**
 * Does something while a surplus is turned away by a server that does nothing else: what the mesh then answers is the most
 * that any gateway could leave on this machine, whose processors the clients and their connections use as well.
 */
export async function besideBareDoor<T>({ perSecond, ...surplus }: Surplus, work: () => Promise<T>): Promise<T> {
  const door = await runBaseline('bare-door', []);
  const generator = Generator.start();
  try {
    const away = generator.run({
      ...surplus,
      url: door.url,
      keys: ['of-nobody'],
      asking: { draw: 'in turn' },
      pace: { model: 'open', perSecond, arrivals: 'poisson' },
      feedbackShare: 0,
      timeoutMs: 15_000,
    });
    const [done] = await Promise.all([work(), away]);
    return done;
  } finally {
    await generator.stop();
    await door.stop();
  }
}
