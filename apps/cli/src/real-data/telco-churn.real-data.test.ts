import { expect, it } from 'vitest';
import { readCsv } from '../testing/read-csv.ts';
import { describeOnRealData, trainAndReadReport } from '../testing/real-data.ts';
import { runCli } from '../testing/run-cli.ts';

// The commands of docs/propensities.md.
describeOnRealData('Telco, 7,043 real customers', ({ source, own }) => {
  const csv = source('telco_churn.csv.gz');

  it('learns who churns from a file, and scores the customers of a file', async () => {
    const model = own('churn.model');
    const report = await trainAndReadReport([
      ...['--csv', csv, '--label', 'Churn', '--id', 'customerID', '--quick', '--out', model],
    ]);
    expect(report.holdout.auc).toBeGreaterThan(0.83);
    expect(report.holdout.auc).toBeLessThan(0.88);
    expect(report.leakage.findings.filter(({ verdict }) => verdict !== 'fine').map(({ field }) => field)).toEqual([
      'customerID',
      'Churn',
    ]);
    const scored = own('scored.csv');
    await runCli(['score', '--model', model, '--csv', csv, '--out', scored, '--explain', '1']);
    const { header, rows } = readCsv(scored);
    expect(rows).toHaveLength(7_043);
    expect(header).toEqual(expect.arrayContaining(['customerID', 'probability', 'score', 'band']));
  });
});
