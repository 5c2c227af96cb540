import { watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import { build } from './build.mjs';

/** Editors write a file in several steps; one build follows the last of them. */
const quietMs = 100;

/** Builds again whenever something below apps/, libs/ or deploy/ changes, and tells which files it was. */
export function watch(root, say, onBuilt) {
  let timer;
  const rebuild = async () => {
    try {
      const changed = await build(root, say);
      if (changed.length > 0) onBuilt(changed);
    } catch (error) {
      say(`Not built: ${error.message}`);
    }
  };
  for (const folder of ['apps', 'libs', 'deploy']) {
    watchFolder(join(root, folder), { recursive: true }, () => {
      clearTimeout(timer);
      timer = setTimeout(rebuild, quietMs);
    });
  }
}
