import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '@leadlight/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readCsv } from '../testing/read-csv.ts';
import { runInProcess } from '../testing/run-in-process.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-uplift-'));
const at = (name: string) => join(folder, name);
const COLUMNS = ['--label', 'bought', '--treatment', 'group', '--control', 'no call'];
const uplift = (csv: string, ...more: string[]) =>
  runInProcess(['experiment', 'uplift', '--csv', at(csv), ...COLUMNS, ...more]);

/** A call sells to small companies and annoys large ones, which buy more often. @param helpsAll the same with everybody */
function customers(helpsAll: boolean): string {
  const random = seededRandom(8);
  const lines = Array.from({ length: 1_500 }, (_, i) => {
    const size = random() < 0.5 ? 'small' : 'large';
    const visits = Math.floor(20 * random());
    const isCalled = random() < 0.5;
    const gain = helpsAll ? 0.1 : size === 'small' ? 0.35 : -0.1;
    const rate = (helpsAll || size === 'small' ? 0.1 : 0.5) + 0.01 * visits + (isCalled ? gain : 0);
    const group = i % 300 === 0 ? '' : isCalled ? 'call' : 'no call';
    return [size, visits, group, random() < rate ? 'yes' : 'no'].join(',');
  });
  return ['size,visits,group,bought', ...lines].join('\n');
}

beforeAll(() => {
  writeFileSync(at('some.csv'), customers(false));
  writeFileSync(at('all.csv'), customers(true));
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('leadlight experiment uplift', () => {
  it('offers a ranking by uplift where some gain and others lose, and writes it', async () => {
    const { code, stdout } = await uplift('some.csv', '--out', at('ranked.csv'));
    expect(code).toBe(0);
    expect(stdout).toContain('Ranking by uplift gains more than ranking by probability');
    expect(stdout).toContain('5 rows without a value of group are left out.');
    const { header, rows } = readCsv(at('ranked.csv'));
    expect(header).toEqual(['size', 'visits', 'group', 'bought', 'uplift']);
    expect(rows).toHaveLength(1_495);
    const uplifts = rows.map((cells) => Number(cells[4]));
    expect(uplifts).toEqual(uplifts.toSorted((a, b) => b - a));
    expect(rows.slice(0, 300).filter(([size]) => size === 'small').length).toBeGreaterThan(285);
  });

  it('says that uplift does not help where all gain alike, and writes nothing', async () => {
    const { code, stdout } = await uplift('all.csv', '--out', at('none.csv'), '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ offered: null, summary: expect.stringContaining('does not help') });
    expect(existsSync(at('none.csv'))).toBe(false);
  });

  it('rejects a value that nobody has, a misspelt column, a missing treatment and options of a CSV without one', async () => {
    const wrong = ['experiment', 'uplift', '--csv', at('some.csv'), '--label', 'bought'];
    expect((await runInProcess([...wrong, '--treatment', 'group', '--control', 'none'])).stderr).toContain('"no call"');
    expect((await runInProcess([...wrong, '--treatment', 'grup', '--control', 'no call'])).stderr).toContain(
      'Did you mean "group"?',
    );
    expect((await runInProcess(wrong)).stderr).toContain('--csv does not say who was treated.');
    expect((await runInProcess(['experiment', 'uplift', '--label', 'bought'])).stderr).toContain(
      '--label goes with --csv FILE.',
    );
  });
});
