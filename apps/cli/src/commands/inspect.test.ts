import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { leadCsv } from '../testing/lead-csv.ts';
import { runCli } from '../testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), "leadlight inspect it's-"));
afterAll(() => rmSync(folder, { recursive: true }));

const LAUNCHER = fileURLToPath(new URL('../../bin/leadlight.mjs', import.meta.url));
const write = (name: string, content: string) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

describe('leadlight inspect', () => {
  it('prints a command that trains as it is, also where names need quotes', async () => {
    const file = write('my leads.csv', leadCsv(400, 5));
    const { code, stdout } = await runCli(['inspect', file]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/my leads\.csv: text in utf-8, delimited by commas, 400 rows, 8 columns/);
    expect(stdout).toMatch(/Visits +│ whole number/);
    const command = stdout.trimEnd().split('\n').at(-1)!.trim();
    expect(command).toMatch(
      /^npx leadlight train --csv '.*my leads\.csv' --label Converted --positive 1 --negative 0 --id 'Lead ID' --created Created --out leads\.model$/,
    );
    // The command from the checkout instead of the installed one, and a learner that is quick.
    const own = command.replace('npx leadlight', `'${process.execPath}' '${LAUNCHER}'`);
    await promisify(execFile)('sh', ['-c', `${own} --learner logistic --quick`], { cwd: folder });
    expect(existsSync(join(folder, 'leads.model'))).toBe(true);
  });

  it('writes columns, candidates and the next command as one document', async () => {
    const file = write(
      'open.csv',
      `id;amount;when;stage\n${Array.from({ length: 30 }, (_, row) => `L${row};1.200;03/04/2025;${row % 2 ? 'red' : 'blue'}`).join('\n')}\n`,
    );
    const { stdout } = await runCli(['inspect', file, '--json']);
    const { rows, columns, candidates, next } = JSON.parse(stdout);
    expect(rows).toBe(30);
    expect(columns.map(({ column, kind, open }: Record<string, unknown>) => [column, kind, open])).toEqual([
      ['id', 'category', undefined],
      ['amount', 'number', { what: 'decimal', example: '1.200' }],
      ['when', 'date', { what: 'dates', example: '03/04/2025' }],
      ['stage', 'category', undefined],
    ]);
    expect(candidates.outcome).toEqual([{ column: 'stage' }]);
    expect(next.questions).toHaveLength(2);
    expect(next.command).toMatch(/--label stage --positive VALUE --negative VALUE --id id --decimal 'point\|comma'/);
  });

  it('says what is wrong with a file', async () => {
    const ran = await runCli(['inspect', join(folder, 'absent.csv')]);
    expect([ran.code, ran.stderr]).toEqual([1, expect.stringMatching(/there is no such file/)]);
  });
});
