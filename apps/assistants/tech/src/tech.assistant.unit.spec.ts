import { describe, expect, it } from '@jest/globals';
import { techPriority } from './tech.assistant.js';

describe('how urgent a technical question is', () => {
  it.each([
    ['urgent', 'screen-mat-and-turf', 'the impact screen is torn and balls come through'],
    ['urgent', 'touch-screen', 'touch screen cracked, glass on the floor'],
    ['high', 'simulator-frozen', 'bay 4 frozen'],
    ['high', 'login-qr-and-pin', 'QR does not scan and we cannot start'],
    ['medium', 'sound', 'no sound'],
    ['low', 'video-and-shared-scores', 'where is my swing video'],
  ])('%s: %s, "%s"', (priority, sop, query) => expect(techPriority({ sop, query })).toBe(priority));
});
