import type { EmergencyPhrases } from '../emergency-kinds.js';
import { evacuation, power, unspecified, water } from './building.js';
import { fire, gas } from './fire-and-gas.js';
import { injury } from './injury.js';
import { collapse } from './medical.js';
import { breakIn, trapped, violence } from './people-and-doors.js';

/** In the order of what to say first where a text speaks of several: who is dying, then what could kill next. */
export const emergencyPhrases: readonly EmergencyPhrases[] = [
  collapse,
  violence,
  fire,
  gas,
  injury,
  trapped,
  breakIn,
  water,
  power,
  evacuation,
  unspecified,
];
