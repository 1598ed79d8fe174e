import { readdirSync, readFileSync } from 'node:fs';

/** Resident memory of a process and all its descendants, in bytes, read from /proc; 0 where the system has none. */
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

/** Empty where the process ended meanwhile. */
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
