import { readFileSync, readlinkSync } from 'node:fs';

/**
 * Tells one process from every other that ever ran: the boot of its machine, the namespace that its id counts in (a
 * container's own), its id, and when it began, because ids are used again.
 * @returns undefined where the system does not tell (anything but Linux), or there is no such process
 */
export function findProcessIdentity(pid: number): string | undefined {
  try {
    return [...hostIdentity(), pid, startOf(pid)].join('/');
  } catch {
    return undefined;
  }
}

/**
 * Whether a process is known to be dead: it ran here, where its id can be looked up, and that id is nobody's or another
 * one's now. A process elsewhere, or one that cannot be looked at, is never known to be.
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

/** Clock ticks since boot. The name before it may hold spaces and brackets; the start is the 20th field after it. */
function startOf(pid: number): string {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]!;
}

/** Asked by a signal that is not sent: this sees the processes of other users, too. */
function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}
