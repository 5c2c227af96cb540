import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { projectFolder } from '#backing-services';
import { Mesh } from '#testing/mesh';
import { isWhole } from '../audit/compare-ids.js';
import { ProcessWatch } from '../watch/process-watch.js';
import { errorsOf } from './load-report.js';
import { LoadSession } from './load-session.js';
import { readQuestionBank } from './question-bank.js';

describe('a load on a whole mesh', () => {
  let mesh: Mesh;
  let session: LoadSession;
  beforeAll(async () => {
    mesh = await Mesh.start();
    session = await LoadSession.open(mesh, { keys: 3, connections: 50, seed: 1 });
  });
  afterAll(async () => {
    await session.close();
    await mesh.remove();
  });

  it('is answered through the whole security chain, and the auditor finds every answer in the log', async () => {
    const bank = readQuestionBank(projectFolder(), 1);
    const watch = new ProcessWatch(session.processes);
    const run = await session.run('a short day', {
      bodies: bank.common(500),
      asking: { draw: 'zipf', exponent: 1 },
      pace: { model: 'open', perSecond: 20, arrivals: 'poisson' },
      seconds: 2,
      feedbackShare: 0.5,
    });
    const watched = watch.stop();
    expect(errorsOf(run)).toBe(0);
    expect(run.fates.answered).toBeGreaterThan(0);
    expect(run.fates.recorded).toBeGreaterThan(0);
    const { answers, feedback } = await session.audit();
    expect(answers.told).toBe(run.fates.answered + run.fates.other);
    expect(feedback.told).toBe(run.fates.recorded);
    expect(isWhole(answers) && isWhole(feedback)).toBe(true);
    expect(watched.map(({ name }) => name)).toEqual(expect.arrayContaining(['gateway', 'postgres', 'load generator']));
  });
});
