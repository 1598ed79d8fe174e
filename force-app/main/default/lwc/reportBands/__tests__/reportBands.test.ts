import ReportBands from 'c/reportBands';
import { clearPage, settle, show } from '../../../../../test/page';

const report = {
  bands: [
    { band: 'A', rows: 120, converted: 60, interval: { low: 0.42, high: 0.58 } },
    { band: 'B', rows: 0, converted: 0, interval: { low: null, high: null } },
  ],
};

describe('reportBands', () => {
  afterEach(clearPage);

  it('shows how the held-out snapshots of each band turned out', async () => {
    const element = show('c-report-bands', ReportBands, { report });
    await settle();
    const rows = [...element.shadowRoot!.querySelectorAll('[data-held-out]')].map((row) => row.textContent);
    expect(rows).toEqual([expect.stringMatching(/^A12060\s*50%90% range 42%–58%$/), expect.stringMatching(/^B00–$/)]);
    await expect(element).toBeAccessible();
  });

  it.each([
    ['converted', ['Band', 'Snapshots', 'Converted', 'Share converted']],
    ['won', ['Band', 'Snapshots', 'Won', 'Share won']],
    ['status', ['Band', 'Snapshots', 'Goal reached', 'Share that reached the goal']],
  ] as const)('titles the columns of an org whose goal is %s', async (goal, titles) => {
    const element = show('c-report-bands', ReportBands, { report: { ...report, goal } });
    await settle();
    const shown = [...element.shadowRoot!.querySelectorAll('thead th')].map(({ textContent }) => textContent);
    expect(shown).toEqual(titles);
  });

  it('shows nothing for a report without bands', async () => {
    const element = show('c-report-bands', ReportBands, { report: {} });
    await settle();
    expect(element.shadowRoot!.querySelector('table')).toBeNull();
  });
});
