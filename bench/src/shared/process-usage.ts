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
export const residentBytes = (rootPid: number): number =>
  sumOverFamily(rootPid, (pid) => kilobytes(pid, 'status', 'VmRSS'));

/** As `residentBytes`, but pages that several processes share, such as those of Node's binary, count once. */
export const proportionalBytes = (rootPid: number): number =>
  sumOverFamily(rootPid, (pid) => kilobytes(pid, 'smaps_rollup', 'Pss'));

/** The sum of what `kilobytesOf` gives for a process and its descendants, in bytes. */
const sumOverFamily = (pid: number, kilobytesOf: (pid: number) => number): number =>
  familyOf(pid).reduce((sum, member) => sum + kilobytesOf(member), 0) * 1024;

/** A process and its descendants; without descendants where it has ended meanwhile, or where there is no /proc. */
function familyOf(pid: number): readonly number[] {
  try {
    return [pid, ...childrenOf(pid).flatMap(familyOf)];
  } catch {
    return [pid];
  }
}

/** 0 where the process has ended meanwhile. */
function kilobytes(pid: number, file: 'status' | 'smaps_rollup', name: string): number {
  try {
    return Number(
      new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/${file}`, 'utf8'))?.[1] ?? 0,
    );
  } catch {
    return 0;
  }
}
