import { alarmFiguresAndDenials } from './alarms-and-denials.js';
import { bodyFigures } from './body.js';
import { fireAndWaterFigures } from './fire-and-water.js';
import { placeFigures } from './places.js';
import { violenceAndTheftFigures } from './violence-and-theft.js';

/**
 * Ways of speaking that hold an emergency's words and mean something else. What one of these matches is hidden from the
 * emergency phrases, the rest of the text is not: "fire up the projector, the lobby is on fire" is still a fire.
 */
export const figures: readonly string[] = [
  ...fireAndWaterFigures,
  ...alarmFiguresAndDenials,
  ...bodyFigures,
  ...violenceAndTheftFigures,
  ...placeFigures,
];
