export { releaseOf, type ReleaseOptions } from './release-of.js';
