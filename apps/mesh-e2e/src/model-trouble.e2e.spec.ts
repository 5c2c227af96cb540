import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { Mesh } from '#testing/mesh';
import { ModelStub } from '#testing/models';

const own = { OPENAI_API_KEY: 'wrong-key-of-the-test', OPENAI_PRICES: '1/1' };

/** Where an assistant tells whether it is ready: a new port at every start, which it says in its log. */
function healthOf(mesh: Mesh, assistant: string): string {
  const ports = readFileSync(join(mesh.folder, 'logs', `${assistant}.log`), 'utf8').matchAll(/"healthPort":(\d+)/g);
  return `http://127.0.0.1:${[...ports].at(-1)?.[1]}/health/ready`;
}

describe('a model that cannot be used', () => {
  let stub: ModelStub;
  let mesh: Mesh;
  let settings: Record<string, string>;
  beforeAll(async () => {
    stub = await ModelStub.start();
    stub.behavior = { status: 401 };
    settings = { ...own, OPENAI_BASE_URL: `${stub.url}/v1` };
    mesh = await Mesh.start({ settings });
  });
  afterAll(async () => {
    await mesh.remove();
    await stub.stop();
  });

  const asked = async (query: string, code: string): Promise<void> => {
    const response = await mesh.ask(query);
    expect(response.assistant).toBe('booking');
    // The same key is the one that would have the question embedded.
    expect(response.degraded.filter((each) => each !== 'embedding-unavailable')).toEqual([code]);
    expect(response.sources.length).toBeGreaterThan(0);
    expect(response.answer.text).not.toBe('');
  };
  const readiness = async (): Promise<{ status: number; model: string }> => {
    const response = await fetch(healthOf(mesh, 'booking'));
    const { checks } = (await response.json()) as { checks: Record<string, string> };
    return { status: response.status, model: checks['model'] ?? '' };
  };

  it('a wrong key: the mesh starts, answers stay sourced and say why, readiness names it, and the key is nowhere', async () => {
    expect(stub.lookups.length).toBeGreaterThan(0);
    await asked('what does an hour cost', 'model-refused-key');
    await asked('how do I cancel my booking', 'model-refused-key');
    const { status, model } = await readiness();
    expect(status).toBe(200);
    expect(model).toBe('openai: answered with status 401 and does not take the key');
    const log = readFileSync(join(mesh.folder, 'logs', 'booking.log'), 'utf8');
    expect(log + mesh.printed + model).not.toContain(own.OPENAI_API_KEY);
  });

  it('a model that is not there: the same, once the key is right', async () => {
    stub.behavior = { status: 404, error: 'model_not_found' };
    process.kill(mesh.run.processes['booking']!, 'SIGTERM');
    const told = 'openai: answered with status 404 and has no such model';
    await eventually(async () => expect((await readiness()).model).toBe(told));
    await eventually(() => asked('where do I find my door code', 'model-unknown-model'));
    expect((await readiness()).status).toBe(200);
  });

  it('no budget: nobody is asked for a word, and answers say so', async () => {
    stub.behavior = { says: ['You can.'] };
    await mesh.stop();
    stub.calls.length = 0;
    await mesh.start({ ...settings, MODEL_BUDGET_PER_DAY: '0' });
    await asked('what does an hour cost', 'model-budget-exhausted');
    // What a question means is looked up as before: that is not what the budget is for.
    expect(stub.calls.map(({ path }) => path).filter((path) => path.includes('chat'))).toEqual([]);
    expect((await readiness()).model).toContain('budget');
  });
});
