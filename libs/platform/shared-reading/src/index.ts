export { SharedReading } from './shared-reading.js';
