import { assistantConfiguredSchema, type AssistantConfigured, type RegressionReport } from '#contracts';

/** Questions newly missed that an event names; who is refused reads all of them. */
const mostMissed = 20;
/** Characters of a labeled question by which a person knows it; an event may not grow with them. */
const longestShown = 200;

/** As much of a report as its event holds. */
export function reportForRecord(report: RegressionReport): AssistantConfigured['regression'] {
  const kept = assistantConfiguredSchema.shape.regression.parse(report);
  const short = (moved: typeof kept.newlyBroken) =>
    moved.map((one) => ({ ...one, text: one.text.slice(0, longestShown) }));
  return { ...kept, newlyBroken: short(kept.newlyBroken), newlyMissed: short(kept.newlyMissed).slice(0, mostMissed) };
}
