import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatFeatureValue } from 'c/leadFeatures';
import { scoredLeadExample } from '../../../../../test/contract-examples';

const root = join(__dirname, '../../../../../..');
const script = join(root, 'force-app/test/print-example-rows.mjs');
const folder = mkdtempSync(join(tmpdir(), 'lead-features-'));

/** Runs the script in Node itself, because Jest loads modules in its own way. */
const printRows = (module: string): string =>
  execFileSync(process.execPath, [script, pathToFileURL(module).href], { encoding: 'utf8' });

/** Node takes the bundle as a module only if its name ends in .mjs, because there is no package.json next to it. */
function copyBundle(): string {
  const copy = join(folder, 'leadFeatures.mjs');
  copyFileSync(join(__dirname, '../leadFeatures.js'), copy);
  return copy;
}

describe('leadFeatures bundle', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('computes and formats the same rows as the library that the service imports', () => {
    const library = printRows(join(root, 'libs/lead-features/src/index.ts'));
    expect(JSON.parse(library).rows).toHaveLength(9);
    expect(printRows(copyBundle())).toBe(library);
  });

  it.each([
    ['en-GB', ['Referral', '3', '480', 'yes', 'not known']],
    ['de-DE', ['Referral', '3', '480', 'yes', 'not known']],
  ])('formats the reasons of the contract example in %s', (locale, texts) => {
    const { reasons } = scoredLeadExample();
    expect(reasons.map(({ value, unit }) => formatFeatureValue(value, unit, locale))).toEqual(texts);
  });

  it('formats large numbers and durations for the locale', () => {
    expect(formatFeatureValue(2_500_000, 'currency', 'de-DE')).toBe('2.500.000');
    expect(formatFeatureValue(96, 'days', 'de-DE')).toBe('96 Tage');
    expect(formatFeatureValue(96, 'days', 'en-GB')).toBe('96 days');
  });
});
