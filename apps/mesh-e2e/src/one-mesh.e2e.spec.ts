import { afterAll, beforeAll, describe } from '@jest/globals';
import { Mesh } from '#testing/mesh';
import { describeAsking } from './one-mesh/asking.spec.js';
import { describeBadInput } from './one-mesh/bad-input.spec.js';
import { describeEmergencyKinds } from './one-mesh/emergency-kinds.spec.js';

// A start takes a minute of two cores: what needs nothing but a mesh as it starts shares one.
describe('a mesh as it starts', () => {
  let mesh: Mesh;
  beforeAll(async () => {
    mesh = await Mesh.start();
  });
  afterAll(() => mesh.remove());

  describeEmergencyKinds(() => mesh);
  describeBadInput(() => mesh);
  describeAsking(() => mesh);
});
