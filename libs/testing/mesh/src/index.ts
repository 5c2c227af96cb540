export { isRunning, Mesh, type RunFile } from './mesh.js';
