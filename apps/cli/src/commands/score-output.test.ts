import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leadCsv } from '../testing/lead-csv.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-score-'));
const at = (name: string) => join(folder, name);
const score = (out: string, ...args: string[]) =>
  runCli(['score', '--model', at('leads.model'), '--csv', at('new.csv'), '--out', out, ...args]);

beforeAll(async () => {
  writeFileSync(at('leads.csv'), leadCsv(400, 1));
  writeFileSync(
    at('new.csv'),
    'Lead ID,Source,Visits,Has phone,Newsletter,City,Note,Change\n' +
      `=1,"=HYPERLINK(""x"")",3,yes,true,Łódź,+call,-5\n@2,Web,3,yes,true,Łódź,"\rplain","-1,234.50"\n`,
  );
  const train = ['train', '--csv', at('leads.csv'), '--label', 'Converted', '--id', 'Lead ID'];
  const { code, stderr } = await runCli([...train, '--learner', 'logistic', '--quick', '--out', at('leads.model')]);
  expect([code, stderr]).toEqual([0, '']);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('leadlight score --csv --out', () => {
  it('writes no cell that a spreadsheet would run, keeps numbers with a sign, and reports how many it changed', async () => {
    const { code, stderr } = await score(at('safe.csv'), '--explain', '9');
    expect(code).toBe(0);
    const text = readFileSync(at('safe.csv'), 'utf8');
    expect(text).toContain(`'=1,"'=HYPERLINK(""x"")",3,yes,true,Łódź,'+call,-5,`);
    expect(text).toContain(`'@2,Web,3,yes,true,Łódź,"'\rplain","-1,234.50",`);
    expect(text).toMatch(/,-\d+(,|\n)/);
    expect(stderr).toMatch(/note: 5 cells begin like a formula.*--keep-formulas/);
  });

  it('writes such cells as they are with --keep-formulas', async () => {
    const { stderr } = await score(at('kept.csv'), '--keep-formulas');
    expect(readFileSync(at('kept.csv'), 'utf8')).toContain(`\n=1,"=HYPERLINK(""x"")",`);
    expect(stderr).not.toMatch(/formula/);
  });

  it('keeps the permissions of a file that it replaces', async () => {
    writeFileSync(at('shared.csv'), '');
    chmodSync(at('shared.csv'), 0o660);
    expect((await score(at('shared.csv'))).code).toBe(0);
    expect(statSync(at('shared.csv')).mode & 0o777).toBe(0o660);
  });

  it('writes the table alone to the standard output', async () => {
    const { code, stdout, stderr } = await score('/dev/stdout');
    expect(code).toBe(0);
    expect(stdout.trimEnd().split('\n')).toHaveLength(3);
    expect(stdout).toMatch(/^Lead ID,Source/);
    expect(stderr).toMatch(/2 leads are scored/);
  });

  it('rejects a place that cannot be written before it reads the model', async () => {
    const place = ['--out', at('absent/scored.csv')];
    const ran = await runCli(['score', '--model', at('none.model'), '--csv', at('none.csv'), ...place]);
    expect(ran).toMatchObject({ code: 1, stdout: '' });
    expect(ran.stderr).toMatch(/--out\) cannot be written: the folder .*absent does not exist\. Create it/);
    const training = ['train', '--csv', at('none.csv'), '--label', 'x', '--out', at('m'), '--report', folder];
    expect((await runCli(training)).stderr).toMatch(/--report\) cannot be written: it is a folder/);
    expect((await score(at('new.csv'))).stderr).toMatch(/--csv names the same file/);
  });
});
