import { clubLife } from './club-life.js';
import { company } from './company.js';
import type { Concepts } from './concept.js';
import { danger } from './danger.js';
import { health } from './health.js';
import { money } from './money.js';
import { people } from './people.js';
import { technology } from './technology.js';
import { world } from './world.js';

/** Every concept the router knows, each with its words. */
export const concepts: Concepts = {
  ...people,
  ...health,
  ...danger,
  ...money,
  ...clubLife,
  ...technology,
  ...company,
  ...world,
};
