import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expectedCalibrationError, rocAuc } from '@leadlight/evaluation';
import { afterAll, describe, expect, test } from 'vitest';
import { readTable } from './csv/read-table.ts';
import { writeTable } from './csv/write-table.ts';
import { seededRandom } from './testing/random.ts';
import { runCli } from './testing/run-cli.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const named = process.env.LEADLIGHT_REAL_DATA;
const realData = named ? resolve(ROOT, named) : undefined;
if (!realData) process.stdout.write('skipped: no real data (LEADLIGHT_REAL_DATA names the folder)\n');

/** Filled in by staff after the fact: with them every model looks brilliant and is useless on a new lead. */
const AFTER_THE_FACT = [
  ...['Tags', 'Lead Quality', 'Lead Profile', 'Last Activity', 'Last Notable Activity'],
  ...['Asymmetrique Activity Index', 'Asymmetrique Profile Index'],
  ...['Asymmetrique Activity Score', 'Asymmetrique Profile Score'],
];

describe.skipIf(!realData)('X Education, 9,240 real leads', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-real-'));
  afterAll(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  test('trained on four fifths, the rest is ranked with AUC ≥ 0.855 and calibrated within 0.04', async () => {
    const source = join(realData!, 'x-education-leads.csv');
    expect(existsSync(source)).toBe(true);
    const { header, rows, delimiter } = readTable(source);
    const random = seededRandom(42);
    const isTest = rows.map(() => random() < 0.2);
    const part = (test: boolean) => rows.filter((_, row) => isTest[row] === test);
    writeTable(at('train.csv'), header, part(false), delimiter);
    writeTable(at('test.csv'), header, part(true), delimiter);

    const trained = await runCli([
      ...['train', '--csv', at('train.csv'), '--label', 'Converted', '--id', 'Prospect ID', '--missing', 'Select'],
      ...['--exclude', ['Lead Number', ...AFTER_THE_FACT].join(','), '--json', '--out', at('model.json')],
    ]);
    expect(trained.stderr).toBe('');
    const scored = await runCli([
      'score',
      '--model',
      at('model.json'),
      '--csv',
      at('test.csv'),
      '--out',
      at('out.csv'),
    ]);
    expect(scored.code).toBe(0);

    const out = readTable(at('out.csv'));
    const column = (name: string) => out.rows.map((cells) => Number(cells[out.header.indexOf(name)]));
    const predictions = { labels: column('Converted'), probabilities: column('probability') };
    const auc = rocAuc(predictions);
    const ece = expectedCalibrationError(predictions);
    const { seconds, fitSeconds } = JSON.parse(trained.stdout);
    process.stdout.write(
      `X Education: AUC ${auc.toFixed(4)}, ECE ${ece.toFixed(4)}, fitted in ${fitSeconds.toFixed(1)} s, judged in ${seconds.toFixed(1)} s\n`,
    );
    expect(auc).toBeGreaterThanOrEqual(0.855);
    expect(ece).toBeLessThanOrEqual(0.04);
  });
});
