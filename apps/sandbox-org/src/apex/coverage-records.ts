import { percentOf } from '../metadata/deploy/test-report.ts';
import { inTransaction, type Org } from '../org/org.ts';
import type { LineCoverage, TestRunResult } from './run-tests.ts';
import { SetupRecords } from './setup-table.ts';

interface Lines {
  readonly coveredLines: readonly number[];
  readonly uncoveredLines: readonly number[];
}

const toRecord = (id: string, { coveredLines, uncoveredLines }: Lines) => ({
  ApexClassOrTriggerId: id,
  NumLinesCovered: coveredLines.length,
  NumLinesUncovered: uncoveredLines.length,
  Coverage: JSON.stringify({ coveredLines, uncoveredLines }),
});

const linesOf = ({ hit, missed }: LineCoverage): Lines => ({ coveredLines: hit, uncoveredLines: missed });

/**
 * Writes what the tests of a run cover: by test, by class and trigger, and of the whole org. A line that an earlier run covered
 * stays covered until code is deployed.
 */
export function writeCoverage(org: Org, run: TestRunResult, ids: ReadonlyMap<string, string>): void {
  const records = new SetupRecords(org);
  inTransaction(org.db, () => {
    for (const result of run.results) {
      const testClass = ids.get(`classes/${result.className}.cls`) ?? '';
      org.db
        .prepare('DELETE FROM "ApexCodeCoverage" WHERE "ApexTestClassId" = ? AND "TestMethodName" = ?')
        .run(testClass, result.name);
      for (const file of run.coverageOfTest(result)) {
        if (file.covered === 0) continue;
        const record = toRecord(ids.get(file.file) ?? '', linesOf(file));
        records.insert('ApexCodeCoverage', { ...record, ApexTestClassId: testClass, TestMethodName: result.name });
      }
    }
    const before = earlierLines(org);
    org.db.exec('DELETE FROM "ApexCodeCoverageAggregate"; DELETE FROM "ApexOrgWideCoverage"');
    let [covered, lines] = [0, 0];
    for (const file of run.coverage) {
      const id = ids.get(file.file) ?? '';
      const coveredLines = [...new Set([...file.hit, ...(before.get(id) ?? [])])].sort((left, right) => left - right);
      const uncoveredLines = file.missed.filter((line) => !coveredLines.includes(line));
      covered += coveredLines.length;
      lines += file.lines;
      records.insert('ApexCodeCoverageAggregate', toRecord(id, { coveredLines, uncoveredLines }));
    }
    records.insert('ApexOrgWideCoverage', { PercentCovered: percentOf(covered, lines) });
  });
}

function earlierLines({ db }: Org): Map<string, readonly number[]> {
  const rows = db
    .prepare('SELECT "ApexClassOrTriggerId" AS id, "Coverage" AS coverage FROM "ApexCodeCoverageAggregate"')
    .all();
  return new Map(rows.map(({ id, coverage }) => [String(id), (JSON.parse(String(coverage)) as Lines).coveredLines]));
}
