import { categoryBy, defineAssistant, priorityBy } from '#assistant-kit';

/** SOPs that say how to do something; the others tell what is so. */
const instructing = ['message-templates', 'tone-guide'];

const informing = [
  'company-story',
  'corporate-events',
  'franchise',
  'jobs',
  'leagues',
  'loyalty-feathers',
  'merchandise',
  'partners-and-charity',
  'promotions',
  'social-media-and-press',
  'tournaments',
];

/** The press comes first: what is said to it cannot be taken back. A member who waits for words to be written comes next. */
export const brandPriority = priorityBy(
  [
    {
      priority: 'high',
      sops: ['social-media-and-press'],
      words: /\b(?:journalist|reporter|press|newspaper|tv|radio|interview|camera crew|viral|crisis|lawyer)\b/i,
    },
    { priority: 'medium', sops: [...instructing, 'social-media-and-press', 'promotions', 'loyalty-feathers'] },
  ],
  'low',
);

/** Examples of how we sound are no words to say; templates are to be filled in and sent. */
export const sayLabel = (sop: string, say: string): string => {
  if (say.includes('[')) return 'Message to send:';
  return sop === 'tone-guide' ? 'For example:' : 'Say to the member:';
};

export const brand = defineAssistant({
  folder: new URL('..', import.meta.url),
  policy: { priority: brandPriority, category: categoryBy(informing), sayLabel },
});
