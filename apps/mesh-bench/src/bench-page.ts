import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '#backing-services';
import { drawPage } from './results/draw-page.js';
import { readResults } from './results/result.js';

/** `npm run bench:page`: one page with everything that lies in `bench-results`. */
const root = projectFolder();
const results = readResults(root);
const path = join(root, 'bench-results', 'index.html');
if (results.length === 0) {
  console.log('There are no results yet: run npm run bench:load first.');
  process.exitCode = 1;
} else {
  writeFileSync(path, drawPage(results));
  console.log(`${path}: ${results.map(({ name }) => name).join(', ')}`);
}
