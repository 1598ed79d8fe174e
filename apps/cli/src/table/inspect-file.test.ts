import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@leadlight/common';
import { afterAll, describe, expect, it } from 'vitest';
import { inspectFile, type Inspection } from './inspect-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-inspect-'));
afterAll(() => rmSync(folder, { recursive: true }));

const random = seededRandom(4);
const leads = (outcomeOf: (won: boolean) => string) =>
  Array.from({ length: 600 }, (_, row) => {
    const won = random() < 0.4;
    const minutes = Math.round(random() * 20 + (won ? 8 : 0));
    return [`L${row}`, random() < 0.5 ? 'Web' : 'Fair', Math.floor(random() * 900), minutes, outcomeOf(won)].join(',');
  });
const inspect = (name: string, rows: readonly string[]): Promise<Inspection> => {
  writeFileSync(join(folder, name), ['Lead ID,Source,Employees,Minutes,Converted', ...rows].join('\n'));
  return inspectFile(join(folder, name), {});
};

describe('inspectFile', () => {
  it('asks whether the strongest column was known, with the AUC of a model without it', async () => {
    const { document, lines } = await inspect(
      'strong.csv',
      leads((won) => (won ? 'yes' : 'no')),
    );
    const { strongest } = document as { strongest: readonly Record<string, number | string>[] };
    expect(strongest.map(({ column }) => column)).toEqual(['Minutes']);
    expect(strongest[0]!.auc).toBeGreaterThan(0.7);
    expect(Number(strongest[0]!.aucWith) - Number(strongest[0]!.aucWithout)).toBeGreaterThan(0.1);
    expect(lines.join('\n')).toMatch(/Was Minutes known at the moment of scoring\?.*--exclude "Minutes"/);
  });

  it('proposes the id of leads that have several rows, and says how many leads there are', async () => {
    const rows = leads((won) => (won ? 'yes' : 'no')).map((line, row) => line.replace(/^L\d+/, `L${row % 200}`));
    const { document, lines } = await inspect('touches.csv', rows);
    expect(document).toMatchObject({ candidates: { repeatedIds: [{ column: 'Lead ID', rows: 600, leads: 200 }] } });
    expect(lines.join('\n')).toMatch(/"Lead ID" repeats: 600 rows of 200 leads[^]*--id 'Lead ID'/);
  });

  it('asks nothing where the outcome is not known, or too few leads have one', async () => {
    for (const rows of [leads(() => 'open'), leads((won) => (won ? 'yes' : 'no')).slice(0, 60)]) {
      const { document, lines } = await inspect('plain.csv', rows);
      expect(document).toMatchObject({ strongest: [] });
      expect(lines.join('\n')).not.toMatch(/moment of scoring/);
    }
  });
});
