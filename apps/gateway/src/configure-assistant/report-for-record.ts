import { assistantConfiguredSchema, type AssistantConfigured, type RegressionReport } from '#contracts';

/** Characters of a labeled question by which a person knows it; an event may not grow with them. */
const longestShown = 200;

/** As much of a report as its event holds. */
export function reportForRecord(report: RegressionReport): AssistantConfigured['regression'] {
  const kept = assistantConfiguredSchema.shape.regression.parse(report);
  return { ...kept, newlyBroken: kept.newlyBroken.map((one) => ({ ...one, text: one.text.slice(0, longestShown) })) };
}
