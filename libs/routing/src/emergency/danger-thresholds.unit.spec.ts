import { describe, expect, it } from '@jest/globals';
import { dangerCosts, fitDangerThresholds, type HeldOutMessage } from './danger-thresholds.js';

const spread = (what: HeldOutMessage['what'], from: number, to: number): HeldOutMessage[] =>
  Array.from({ length: 1000 }, (_, at) => ({ what, likelihood: from + ((to - from) * at) / 1000 }));
const above = (messages: readonly HeldOutMessage[], threshold: number): number =>
  messages.filter(({ likelihood }) => likelihood >= threshold).length / messages.length;

describe('fitDangerThresholds', () => {
  const emergencies = spread('emergency', 0.1, 1);
  const traps = spread('trap', 0, 0.8);
  const ordinary = spread('ordinary', 0, 0.4);
  const { certain, suspected } = fitDangerThresholds([...emergencies, ...traps, ...ordinary]);

  it('lets no more traps through than a false bypass may cost, and no fewer', () => {
    expect(above(traps, certain)).toBeLessThanOrEqual(dangerCosts.falseAlarms);
    expect(above(traps, certain - 0.005)).toBeGreaterThan(dangerCosts.falseAlarms);
  });

  it('shows the card beside no more ordinary questions than it may cost', () => {
    expect(above(ordinary, suspected)).toBeLessThanOrEqual(dangerCosts.needlessCards);
    expect(above(ordinary, suspected - 0.005)).toBeGreaterThan(dangerCosts.needlessCards);
    expect(suspected).toBeLessThan(certain);
  });

  it('shows no more cards than it takes to see the emergencies', () => {
    const easy = spread('emergency', 0.7, 1);
    expect(fitDangerThresholds([...easy, ...traps, ...ordinary]).suspected).toBeGreaterThan(0.69);
  });

  it('is never sure of what is likelier not one, however well a few messages are told apart', () => {
    const apart = [...spread('emergency', 0.4, 0.5), ...spread('trap', 0, 0.01), ...spread('ordinary', 0, 0.01)];
    expect(fitDangerThresholds(apart)).toEqual({ certain: 0.5, suspected: expect.closeTo(0.4, 2) });
  });

  it('bypasses nothing where there is nothing to fit on', () => {
    expect(fitDangerThresholds([])).toEqual({ certain: 1, suspected: 1 });
  });
});
