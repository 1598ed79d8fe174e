import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { seededRandom } from '@leadlight/common';
import { runCli } from '../testing/run-cli.ts';

const folder = mkdtempSync(join(tmpdir(), 'leadlight-import-'));
afterAll(() => rmSync(folder, { recursive: true }));
const write = (name: string, content: string) => {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
};

/** A tree with one split, as the snippet of docs/model-format/v1.md exports it. */
const stump = (feature: number, threshold: number, low: number, high: number) => ({
  left: [1, -1, -1],
  right: [2, -1, -1],
  feature: [feature, -2, -2],
  threshold: [threshold, -2, -2],
  value: [0.3, low, high],
  cover: [100, 50, 50],
});
const forest = (features: readonly string[]) =>
  JSON.stringify({
    format: 'leadlight-sklearn-forest-1',
    features,
    trees: [stump(0, 3, 0.1, 0.6), stump(1, 2, 0.2, 0.5)],
  });

const random = seededRandom(7);
const rows = Array.from({ length: 600 }, () => {
  const [visits, pages] = [Math.floor(random() * 8), Math.floor(random() * 6)];
  const converted = random() < ((visits > 3 ? 0.6 : 0.1) + (pages > 2 ? 0.5 : 0.2)) / 2;
  return `${visits},${pages},${random() < 0.5 ? 'Web' : 'Fair'},${converted ? 1 : 0}`;
});
const csv = write('leads.csv', ['Visits,Pages,Source,Converted', ...rows].join('\n'));
const out = join(folder, 'forest.model');
const importing = (file: string) =>
  runCli([
    'models',
    'import',
    file,
    '--format',
    'scikit-learn',
    '--csv',
    csv,
    '--label',
    'Converted',
    '--out',
    out,
    '--json',
  ]);

it('imports a forest of scikit-learn that scores and explains the rows of a CSV', async () => {
  const imported = await importing(write('forest.json', forest(['Visits', 'Pages'])));
  expect(imported).toMatchObject({ code: 0, stderr: '' });
  expect(JSON.parse(imported.stdout)).toMatchObject({ learner: 'scikit-learn', features: 2, rows: 600 });

  const best = write('best.csv', 'Pages,Visits\n5,7\n0,0\n');
  const explained = await runCli(['explain', '--model', out, '--csv', best, '--row', '1', '--json']);
  const { score, probability, baselineScore, otherPoints, reasons } = JSON.parse(explained.stdout);
  const points = reasons.map((reason: { points: number }) => reason.points);
  expect(points.reduce((sum: number, each: number) => sum + each, baselineScore + otherPoints)).toBe(score);
  // The true probability at many visits and pages is 0.55.
  expect(Math.abs(probability - 0.55)).toBeLessThan(0.1);
  expect(reasons[0].feature).toBe('Visits');
});

it('rejects a forest that reads another column, and a file without a forest', async () => {
  rmSync(out, { force: true });
  const foreign = await importing(write('foreign.json', forest(['Visits', 'Revenue'])));
  expect(foreign).toMatchObject({ code: 1, stderr: expect.stringContaining('Revenue') });
  const text = await importing(write('text.json', forest(['Visits', 'Source'])));
  expect(text).toMatchObject({ code: 1, stderr: expect.stringContaining('Source') });
  const cut = await importing(write('cut.json', '{"format":'));
  expect(cut).toMatchObject({ code: 1, stderr: expect.stringContaining('cannot be read as JSON') });
  expect(() => readFileSync(out)).toThrow('ENOENT');
});
