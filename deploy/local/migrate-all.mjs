import { pathToFileURL } from 'node:url';

/**
 * Runs the migrations of several services in one process, in the order they are given: each is a module that does its work
 * when it is imported, and ends the process when it cannot. A process for each would load the same 600 files again.
 */
for (const script of process.argv.slice(2)) await import(pathToFileURL(script).href);
