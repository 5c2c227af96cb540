import { categoryBy, defineAssistant, priorityBy } from '#assistant-kit';

/** SOPs that tell what is so; the others tell what to do. */
const informing = [
  'accessibility',
  'find-us-harbor',
  'find-us-mill',
  'find-us-summit',
  'first-visit',
  'house-rules',
  'lessons',
  'membership-plans',
  'opening-hours',
  'prices',
];

/** Said by somebody whose booking begins, runs or ended a moment ago. */
const soon =
  /\b(?:now|tonight|today|right away|asap|urgent|waiting|outside|already here|in (?:\d+|an?|half an) (?:min|mins|minutes|hour|hours))\b/i;

/** Who stands at a closed door comes first, then whose hour is running, then money; what a page would tell comes last. */
export const bookingPriority = priorityBy(
  [
    { priority: 'urgent', sops: ['door-and-access'] },
    { priority: 'high', sops: ['extend-or-late-arrival'] },
    {
      priority: 'high',
      sops: ['cancel-a-booking', 'reschedule-a-booking', 'make-a-booking', 'lessons', 'lost-property'],
      words: soon,
    },
    { priority: 'high', words: /\b(?:tow(?:ed)?|stolen|fraud|stuck|locked (?:in|out))\b/i },
    { priority: 'low', sops: informing },
    { priority: 'low', sops: ['gift-cards', 'groups-and-party-rooms'] },
  ],
  'medium',
);

export const booking = defineAssistant({
  folder: new URL('..', import.meta.url),
  policy: { priority: bookingPriority, category: categoryBy(informing) },
});
