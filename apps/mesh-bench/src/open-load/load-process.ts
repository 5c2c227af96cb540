import type { LoadPlan } from './plan.js';
import { runLoad } from './run-load.js';

/** The generator in a process of its own: it gets a plan, tells of every second, and sends what the run came to. */
process.on('message', (plan: LoadPlan) => {
  runLoad(plan, (second) => process.send!({ second })).then(
    (run) => process.send!({ run }),
    (error: unknown) => process.send!({ failed: error instanceof Error ? error.stack : String(error) }),
  );
});
process.once('disconnect', () => process.exit(0));
