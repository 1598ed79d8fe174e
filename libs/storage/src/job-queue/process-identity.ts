import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Identifies a process among all that ever ran: the boot of its machine, its process id namespace (a container has its
 * own), its id, and its start time, because ids are reused.
 * @returns undefined where the system does not provide these (anything but Linux), or there is no such process
 */
export function findProcessIdentity(pid: number): string | undefined {
  try {
    return [...hostIdentity(), pid, startOf(pid)].join('/');
  } catch {
    return undefined;
  }
}

/**
 * Whether a process is known to have ended: it ran here, where its id can be looked up, and the id is unused or belongs to
 * another process now. False for a process elsewhere, or one that cannot be looked up.
 */
export function hasProcessEnded(identity: string): boolean {
  const [boot, namespace, pid, start] = identity.split('/');
  try {
    if ([boot, namespace].join() !== hostIdentity().join()) return false;
    if (!exists(Number(pid))) return true;
    return startOf(Number(pid)) !== start;
  } catch {
    return false;
  }
}

const hostIdentity = (): readonly string[] => [
  readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim(),
  readlinkSync('/proc/self/ns/pid'),
];

/** Clock ticks since boot: the 20th field after the process name, which may contain spaces and brackets. */
function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
}

/** Sends no signal, only checks; also sees processes of other users. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
