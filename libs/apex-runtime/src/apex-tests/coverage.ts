import type { Program } from '../compile/program.ts';

export interface FileCoverage {
  file: string;
  lines: number;
  covered: number;
  /** Lines with a statement that no test ran. */
  missed: number[];
}

/** Lines with statements, by file, and which of them ran. Test classes do not count (Apex Developer Guide, Code Coverage). */
export function coverageOf(program: Program, hits: Iterable<number>): FileCoverage[] {
  const tests = new Set(program.classes.filter((info) => info.isTest).map(({ file }) => file));
  const run = new Set(hits);
  const files = new Map<string, FileCoverage>();
  for (const [slot, { file, line }] of program.lines.entries()) {
    if (tests.has(file)) continue;
    const entry = files.get(file) ?? { file, lines: 0, covered: 0, missed: [] };
    files.set(file, entry);
    entry.lines++;
    if (run.has(slot)) entry.covered++;
    else entry.missed.push(line);
  }
  return [...files.values()].sort((left, right) => left.file.localeCompare(right.file));
}
