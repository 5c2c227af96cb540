import { readFileSync } from 'node:fs';

const everyMs = 250;

const read = (file) => {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    // The process is gone, or this system has no /proc.
    return '';
  }
};

/** The parent of a process: the second word after its name, which may hold anything. */
const parentOf = (pid) => Number(/^.*\) \S (\d+)/s.exec(read(`/proc/${pid}/stat`))?.[1]);

/** npm runs a script as `sh -c <script>`, and some shells stay in between. */
const isShellForUs = (pid) => read(`/proc/${pid}/cmdline`).split('\0')[1] === '-c';

/**
 * Calls `act` once when whoever started us is gone: npm, which leaves its scripts running when it is killed, or a process
 * that holds a channel to us. Started from a terminal or a service manager we are on our own and stay.
 */
export function onParentGone(act) {
  let told = false;
  const tell = () => {
    clearInterval(timer);
    if (!told) act();
    told = true;
  };
  let timer;
  if (process.connected) {
    process.once('disconnect', tell);
    process.channel.unref();
  }
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const grandparent = isShellForUs(parent) ? parentOf(parent) : undefined;
  timer = setInterval(() => {
    const shellIsAlone = grandparent !== undefined && parentOf(parent) !== grandparent;
    if (process.ppid !== parent || shellIsAlone) tell();
  }, everyMs).unref();
}
