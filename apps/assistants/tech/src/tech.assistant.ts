import { defineAssistant, priorityBy } from '#assistant-kit';

/** A bay on which nobody can play now. */
const stopsPlay = [
  'simulator-frozen',
  'bay-pc',
  'ball-not-detected',
  'game-restarts-after-shot',
  'licence-messages',
  'login-qr-and-pin',
  'move-group',
  'touch-screen',
];

/** What can hurt somebody comes first, then what stops play; what only spoils it can wait a little, extras longer. */
export const techPriority = priorityBy(
  [
    {
      priority: 'urgent',
      words:
        /\b(?:torn|tear|cracked|shattered|broken glass|smoke|smoking|burning|sparks?|bounc(?:e|es|ed|ing) back)\b/i,
    },
    { priority: 'high', sops: stopsPlay },
    { priority: 'high', sops: ['projector', 'launch-monitor-light'] },
    { priority: 'low', sops: ['software-updates', 'video-and-shared-scores', 'wifi'] },
  ],
  'medium',
);

export const tech = defineAssistant({
  folder: new URL('..', import.meta.url),
  policy: { priority: techPriority },
});
