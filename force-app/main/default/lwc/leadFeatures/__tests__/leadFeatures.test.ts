import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { formatFeatureValue } from 'c/leadFeatures';
import { scoredLeadExample } from '../../../../../test/contract-examples';

const root = join(__dirname, '../../../../../..');
const script = join(root, 'force-app/test/lead-alike.mjs');
const folder = mkdtempSync(join(tmpdir(), 'lead-features-'));

/** What Node itself prints with that module: Jest's own loading of modules stays out of it. */
const tell = (module: string): string =>
  execFileSync(process.execPath, [script, pathToFileURL(module).href], { encoding: 'utf8' });

/** The bundle's folder has no package.json that says it holds modules; its name has to say so. */
function bundle(): string {
  const copy = join(folder, 'leadFeatures.mjs');
  copyFileSync(join(__dirname, '../leadFeatures.js'), copy);
  return copy;
}

describe('the bundle of lead-features', () => {
  afterAll(() => rmSync(folder, { recursive: true }));

  it('types and formats the same leads as the library that the service imports', () => {
    const library = tell(join(root, 'libs/lead-features/src/index.ts'));
    expect(JSON.parse(library).told).toHaveLength(9);
    expect(tell(bundle())).toBe(library);
  });

  it.each([
    ['en-GB', ['Referral', '3', '480', 'yes', 'not known']],
    ['de-DE', ['Referral', '3', '480', 'yes', 'not known']],
  ])('formats the reasons of the contract’s example in %s', (locale, texts) => {
    const { reasons } = scoredLeadExample();
    expect(reasons.map(({ value, unit }) => formatFeatureValue(value, unit, locale))).toEqual(texts);
  });

  it('writes large numbers and durations as the user’s country does', () => {
    expect(formatFeatureValue(2_500_000, 'currency', 'de-DE')).toBe('2.500.000');
    expect(formatFeatureValue(96, 'days', 'de-DE')).toBe('96 Tage');
    expect(formatFeatureValue(96, 'days', 'en-GB')).toBe('96 days');
  });
});
