import { describe, expect, it } from '@jest/globals';
import { brandPriority, sayLabel } from './brand.assistant.js';

describe('how urgent a question about the company is', () => {
  it.each([
    ['high', 'social-media-and-press', 'journalist on the line'],
    ['medium', 'social-media-and-press', 'what is our handle'],
    ['medium', 'message-templates', 'write a sorry-we-were-down text'],
    ['low', 'leagues', 'how does the winter league work'],
  ])('%s: %s, "%s"', (priority, sop, query) => expect(brandPriority({ sop, query })).toBe(priority));
});

describe('what stands before words', () => {
  it.each([
    ['Message to send:', 'message-templates', 'Hi [name], sorry.'],
    ['For example:', 'tone-guide', 'Hi Dana, your bay is moved.'],
    ['Say to the member:', 'leagues', 'Teams of two.'],
  ])('%s in %s', (label, sop, say) => expect(sayLabel(sop, say)).toBe(label));
});
