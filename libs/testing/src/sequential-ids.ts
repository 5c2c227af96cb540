/** Ids that are valid UUIDs of version 7 and say which one they are: the first ends in `...0001`, the second in `...0002`. */
export function sequentialIds(): () => string {
  let last = 0;
  return () => `00000000-0000-7000-8000-${(last += 1).toString().padStart(12, '0')}`;
}
