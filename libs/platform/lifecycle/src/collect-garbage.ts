import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/**
 * Has V8 collect its garbage now, which takes up to a tenth of a second. For whoever has just learned something: that leaves a
 * hundred megabytes in a few arrays, which V8 sees no reason to hurry with until as many are wanted again. Detaching the
 * arrays instead would be at once, and from then on V8 checks every array there is whenever it is read.
 */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}
