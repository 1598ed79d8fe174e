/**
 * `npm run bench:life [-- --companies 20 --write]`: the monitoring of models on simulated companies whose truth is known and on
 * Olist, experiments on showing scores, and uplift. `--write` renews the tables in docs/monitoring.md and docs/experiments.md. The
 * real tables are measured where LEADLIGHT_REAL_DATA names their folder. Ends with 1 where a figure is not reached.
 */
import { parseArgs } from 'node:util';
import { driftKinds } from '@leadlight/sandbox-org';
import { describeMachine } from '../shared/machine.ts';
import { replaceSection } from '../shared/replace-section.ts';
import { experimentRows } from './experiment-rows.ts';
import { lifeCompanies } from './life-company.ts';
import type { LifeRow } from './life-row.ts';
import { monitoringRows } from './monitoring-rows.ts';
import { olistRow } from './olist.ts';
import { runCompanies } from './run-companies.ts';
import { upliftRows } from './uplift-rows.ts';
import type { CompanyRun } from './company-run.ts';

const { values } = parseArgs({
  options: { companies: { type: 'string', default: '20' }, write: { type: 'boolean', default: false } },
});
const companies = lifeCompanies(Number(values.companies));
let runs: Promise<readonly CompanyRun[]> | undefined;
const companyRuns = () =>
  (runs ??= runCompanies(companies, driftKinds, ({ seed }) => process.stderr.write(`company ${seed} done\n`)));

let isMissed = false;

/** Measures one row after another and prints each when it is known. @returns a table in Markdown */
async function measure<Row extends LifeRow>(
  rows: readonly Row[],
  more: (row: Row) => readonly string[],
): Promise<string[]> {
  const lines: string[] = [];
  for (const row of rows) {
    const { measured, isReached } = await row.run();
    isMissed ||= isReached === false;
    const cells = [row.name, ...more(row), row.must, measured, isReached === null ? '–' : isReached ? 'yes' : '**no**'];
    lines.push(`| ${cells.join(' | ')} |`);
    console.log(lines.at(-1));
  }
  return lines;
}

const madeBy = `Made by \`npm run bench:life -- --write\`; do not edit. ${describeMachine()}.`;
const started = performance.now();
const monitored = await measure([...monitoringRows(companyRuns), olistRow], () => []);
const sizes = companies.map(({ leadsPerMonth }) => leadsPerMonth);
const monitoring = [
  `${madeBy} ${companies.length} simulated companies (seeds ${companies[0]!.seed} to ${companies.at(-1)!.seed}) of ${Math.min(...sizes).toLocaleString('en')} to ${Math.max(...sizes).toLocaleString('en')} leads a month, run in ${Math.ceil((performance.now() - started) / 60_000)} minutes:`,
  '',
  '| | must | measured | reached |',
  '| --- | --- | --- | --- |',
  ...monitored,
].join('\n');
const compared = await measure([...experimentRows, ...upliftRows], ({ data }) => [data]);
const experiments = [
  madeBy,
  '',
  '| | measured on | must | measured | reached |',
  '| --- | --- | --- | --- | --- |',
  ...compared,
].join('\n');
if (values.write) {
  await replaceSection('docs/monitoring.md', 'life', monitoring);
  await replaceSection('docs/experiments.md', 'experiments', experiments);
}
process.exitCode = isMissed ? 1 : 0;
