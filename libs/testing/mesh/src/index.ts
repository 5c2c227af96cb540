export { givenServers, takeDatabase, type GivenServers } from './given-servers.js';
export { isRunning, Mesh, type MeshStart, type RunFile } from './mesh.js';
