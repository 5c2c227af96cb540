import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { eventually } from '#testing';
import { isRunning, Mesh } from '#testing/mesh';

describe('when something is away', () => {
  let mesh: Mesh;
  beforeAll(async () => {
    mesh = await Mesh.start();
  });
  afterAll(() => mesh.remove());

  const pidOf = (name: string): number => {
    const pid = mesh.run.processes[name];
    if (pid === undefined) throw new Error(`no process ${name} in ${JSON.stringify(mesh.run.processes)}`);
    return pid;
  };

  it('a killed assistant: the question is handed to a person, and the assistant comes back', async () => {
    const before = pidOf('booking');
    process.kill(before, 'SIGKILL');
    await eventually(async () => {
      const answer = await mesh.ask('how do I cancel a booking');
      expect(answer).toMatchObject({
        outcome: 'escalated',
        assistant: 'booking',
        answer: { escalation: { to: 'duty-manager' } },
      });
      expect(answer.degraded).toEqual([expect.stringMatching(/^assistant-/)]);
    });
    await eventually(async () => expect((await mesh.ask('how do I cancel a booking')).outcome).toBe('answered'));
    expect((await mesh.readRunFile()).processes['booking']).not.toBe(before);
    expect(mesh.printed).toMatch(/booking.*start/);
  });

  it('a frozen assistant: an escalation at its deadline, never silence', async () => {
    const pid = pidOf('brand');
    process.kill(pid, 'SIGSTOP');
    try {
      const answer = await mesh.ask('tell me about the winter league');
      expect(answer).toMatchObject({ outcome: 'escalated', degraded: ['assistant-timeout'] });
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  });

  it('a dead emergency assistant: the card, with the address of the site', async () => {
    process.kill(pidOf('emergency'), 'SIGKILL');
    const answer = await mesh.ask('there is a fire in the lobby', { site: 'mill' });
    expect(answer).toMatchObject({ outcome: 'escalated', answer: { priority: 'urgent', escalation: { to: '911' } } });
    expect(answer.answer.text).toContain('220 Spinner Lane');
    await eventually(async () =>
      expect((await mesh.ask('there is a fire in the lobby', { site: 'mill' })).sources.length).toBeGreaterThan(0),
    );
    await mesh.readRunFile();
  });

  it.each(['SIGSTOP', 'SIGKILL'] as const)(
    'NATS away (%s): a fire gets the card, feedback is accepted, and all comes back',
    async (signal) => {
      const { answerId } = await mesh.ask('what does an hour cost');
      process.kill(pidOf('nats'), signal);
      const fire = await mesh.ask('smoke in bay 4 and the alarm is ringing', { site: 'summit' });
      expect(fire.answer.text).toContain('41 Ridge Road');
      expect(fire.degraded).toContain('assistant-unavailable');
      expect((await mesh.post('/feedback', { answerId, helpful: true })).status).toBe(202);
      expect((await mesh.ask(`what do ${signal.length} hours and a half cost`)).outcome).toBe('escalated');
      // What was answered before goes on, and says that nobody could make sure of it.
      expect(await mesh.ask('what does an hour cost')).toMatchObject({
        cache: 'L1',
        outcome: 'degraded',
        degraded: ['knowledge-unverified'],
      });
      if (signal === 'SIGSTOP') process.kill(pidOf('nats'), 'SIGCONT');
      await eventually(async () => expect((await mesh.ask('what does an hour cost')).outcome).toBe('answered'));
      await mesh.readRunFile();
    },
  );

  it('Redis away: nothing changes', async () => {
    process.kill(pidOf('redis'), 'SIGKILL');
    expect(await mesh.ask('what does an hour cost')).toMatchObject({ outcome: 'answered', degraded: [] });
    await eventually(async () => expect((await mesh.readRunFile()).processes['redis']).not.toBe(undefined));
  });

  it('PostgreSQL away: feedback is refused and not lost in silence, a fire still gets its card or answer', async () => {
    const { answerId } = await mesh.ask('what does an hour cost');
    const database = pidOf('postgres');
    process.kill(database, 'SIGSTOP');
    try {
      const refused = await mesh.post('/feedback', { answerId, helpful: true });
      expect(refused.status).toBe(503);
      const fire = await mesh.ask('fire in bay 1', { site: 'harbor' });
      expect(fire).toMatchObject({ outcome: 'escalated', answer: { priority: 'urgent' } });
      expect(fire.degraded).toContain('trace-delayed');
    } finally {
      process.kill(database, 'SIGCONT');
    }
    await eventually(async () => expect((await mesh.ask('what does an hour cost')).outcome).toBe('answered'));
  });

  it('stops within 5 s and leaves no process; starts again with its data', async () => {
    const { traceId } = await mesh.ask('where do I find my door code');
    const processes = Object.entries((await mesh.readRunFile()).processes);
    expect(processes.length).toBeGreaterThanOrEqual(10);
    expect(await mesh.stop()).toBeLessThan(5000);
    expect(processes.filter(([, pid]) => isRunning(pid))).toEqual([]);
    await mesh.start();
    const trace = await mesh.fetch(`/traces/${traceId}`);
    expect(trace.status).toBe(200);
    expect((await mesh.ask('where do I find my door code')).outcome).toBe('answered');
  });
});
