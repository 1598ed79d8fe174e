import { readdirSync, readFileSync } from 'node:fs';

const TICK_MS = 10;

/** Processor time of a process and its children, user and system, from /proc; 0 where there is no /proc or no such process. */
export function cpuMs(pid: number): number {
  try {
    // The process name is in parentheses and may contain any character; the state follows it.
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)!.split(' ');
    const own = (Number(stat[11]) + Number(stat[12])) * TICK_MS;
    return childrenOf(pid).reduce((sum, child) => sum + cpuMs(child), own);
  } catch {
    return 0;
  }
}

const childrenOf = (pid: number): number[] =>
  readdirSync(`/proc/${pid}/task`).flatMap((thread) =>
    readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean).map(Number),
  );

/** Resident memory in bytes of a process and its descendants, from /proc; 0 where there is no /proc. */
export function residentBytes(rootPid: number): number {
  let processes: { pid: number; parent: number; bytes: number }[];
  try {
    processes = readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .flatMap(statusOf);
  } catch {
    return 0;
  }
  const family = new Set([rootPid]);
  for (let before = 0; before !== family.size;) {
    before = family.size;
    for (const { pid, parent } of processes) if (family.has(parent)) family.add(pid);
  }
  return processes.reduce((sum, { pid, bytes }) => (family.has(pid) ? sum + bytes : sum), 0);
}

/** Empty where the process has ended meanwhile. */
function statusOf(pid: string) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    const parent = Number(/^PPid:\s+(\d+)/m.exec(status)?.[1]);
    const bytes = Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    return [{ pid: Number(pid), parent, bytes }];
  } catch {
    return [];
  }
}
