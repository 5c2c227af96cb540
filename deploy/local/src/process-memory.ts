/** Megabytes of the two parts of a process's JavaScript heap. */
interface Heap {
  /**
   * Each half of what is new, a power of two, to which V8 rounds up. It lets it grow to 32 and never gives it back, 128 MB of a
   * process that once learned something; with 4 learning takes as much processor time as with 32.
   */
  readonly young: number;
  /** What stays, at the most. How much garbage gathers in it is up to the service (`letLittleGarbageGather`). */
  readonly old: number;
}

/** Those that learn, and hold what was learned. The router of a club of 100,000 examples wants some 400 MB to be learned. */
const heaps: Readonly<Record<string, Heap>> = {
  gateway: { young: 16, old: 640 },
  knowledge: { young: 8, old: 1024 },
};
/** With 2, a tenth of an assistant's time went into moving what it had only just begun with. */
const others: Heap = { young: 4, old: 512 };

/**
 * Helpers of V8, which collect garbage and optimize beside the program. By itself Node starts four: on two processors all of them
 * went through the heap of a busy gateway every four seconds, and for a tenth of a second nobody else got on.
 */
const helpers = 2;

/**
 * glibc keeps an arena for each thread, and after the first large array was freed it no longer returns those of up to 32 MB.
 * Two arenas, and everything from 256 kB on returned at once: learning leaves nothing behind.
 */
const ofTheAllocator = { MALLOC_ARENA_MAX: '2', MALLOC_MMAP_THRESHOLD_: '262144', MALLOC_TRIM_THRESHOLD_: '262144' };

/**
 * What the environment of a service says of its memory, and of who collects it. These are what a deployment elsewhere sets as well.
 * @param given `NODE_OPTIONS` of whoever starts it; of two flags the later counts, so what is given stays
 */
export function memoryEnvironment(service: string, given = ''): Record<string, string> {
  const { young, old } = heaps[service] ?? others;
  const flags = `--max-semi-space-size=${young} --max-old-space-size=${old} --v8-pool-size=${helpers}`;
  return { ...ofTheAllocator, NODE_OPTIONS: `${flags} ${given}`.trim() };
}
