import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '../testing/run-cli.ts';

/** Clears a terminal, colours its text, and sets its title; the last character begins a sequence on its own. */
const ESCAPES = '\u001b[2J\u001b[31m\u001b]0;owned\u0007\u009b';
const NAMES = ['constructor', 'toString', '__proto__', 'hasOwnProperty', `red${ESCAPES}`, 'Converted'];
const ROWS = 160;

const isControl = (character: string): boolean => {
  const code = character.charCodeAt(0);
  return (code < 32 && character !== '\n' && character !== '\t') || (code >= 127 && code < 160);
};
const controlsIn = (text: string): string[] => [...text].filter(isControl);

describe('names that a terminal would execute or every object inherits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'leadlight-names-'));
  const file = (name: string) => join(folder, name);
  const csv = file('leads.csv');

  beforeAll(() => {
    const rows = Array.from({ length: ROWS }, (_, row) => [
      row % 50,
      ['x', 'toString', `y${ESCAPES}`][row % 3],
      row % 7,
      row % 5,
      row % 2,
      (row * 7) % 10 < (row % 50) / 6,
    ]);
    writeFileSync(csv, [NAMES, ...rows].map((cells) => cells.join(',')).join('\n'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('train, score and explain like any other names, and appear with visible control characters', async () => {
    const model = ['--csv', csv, '--model', file('m.model')];
    const runs = [
      await runCli([
        'train',
        '--csv',
        csv,
        '--label',
        'Converted',
        '--quick',
        '--out',
        file('m.model'),
        '--report',
        file('r.html'),
      ]),
      await runCli(['explain', ...model, '--row', '3']),
      await runCli(['explain', ...model, '--row', '3', '--json']),
      await runCli(['score', ...model, '--out', file('scores.csv')]),
    ];
    for (const { code, stdout, stderr } of runs) {
      expect([code, controlsIn(stdout + stderr)], stderr).toEqual([0, []]);
    }
    const [, explained, asJson] = runs;
    expect(explained!.stdout).toContain('constructor');
    expect(explained!.stdout).toContain(String.raw`red\u001b[2J`);
    expect(asJson!.stdout).toContain(String.raw`red\u001b[2J`);
    expect(JSON.stringify(JSON.parse(asJson!.stdout))).toContain('__proto__');
    expect(readFileSync(file('r.html'), 'utf8')).toContain('>hasOwnProperty</text>');
  });

  it.each([
    ['an unknown command', [`tr${ESCAPES}ain`], {}],
    ['an unknown option', ['train', `--x${ESCAPES}`], {}],
    [
      'a column that does not exist',
      ['train', '--csv', csv, '--label', `La${ESCAPES}bel`, '--out', file('n.model')],
      {},
    ],
    [
      'a file that does not exist',
      ['train', '--csv', `no${ESCAPES}.csv`, '--label', 'a', '--out', file('n.model')],
      {},
    ],
    ['an inherited name as a setting', ['settings', 'set', 'constructor=1', '--folder', folder], {}],
    ['a setting', ['settings', 'set', `horizon${ESCAPES}=1`, '--folder', folder], {}],
    ['an environment variable', ['leads', '--help', `${ESCAPES}`], { LEADLIGHT_API_SHARE: ESCAPES }],
  ])('%s is rejected or shown without a control character', async (what, args, env) => {
    const { code, stdout, stderr } = await runCli(args, env);
    expect(controlsIn(stdout + stderr)).toEqual([]);
    if (what !== 'an environment variable') expect([code, stderr.includes('defect')]).toEqual([1, false]);
  });
});

describe('the sources of the commands', () => {
  it('write to the terminal only through terminal/print.ts', () => {
    const root = fileURLToPath(new URL('..', import.meta.url));
    const sources = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
      (name) => name.endsWith('.ts') && !name.includes('test'),
    );
    const writing = sources.filter((name) =>
      /process\.std(?:out|err)\.write|console\.\w+\(/.test(readFileSync(join(root, name), 'utf8')),
    );
    expect(sources).toContain(join('terminal', 'print.ts'));
    expect(writing).toEqual([]);
  });
});
