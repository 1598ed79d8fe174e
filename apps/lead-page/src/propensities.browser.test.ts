import { environmentValue } from '@leadlight/common';
import { Propensities, Propensity, RecordScore } from '@leadlight/contract';
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdministratorPage } from './testing/administrator-page.ts';
import { seriousViolations } from './testing/axe.ts';
import { openPage, saveElement, skipBrowserTests, withWholePage, type OpenPage } from './testing/chromium.ts';
import { startLeadlight, type RunningLeadlight } from './testing/running-leadlight.ts';

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form: both colour schemes in both widths. */
const TRIED = (
  [
    ['light', 1_440],
    ['dark', 390],
    ['dark', 1_440],
    ['light', 390],
  ] as const
).slice(0, environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60 ? 4 : 2);
/** A training takes seconds; on a machine that runs other tests too, minutes. */
const JOB_TIMEOUT_MS = 600_000;
const ID = 'account-churns';

describe.skipIf(skipBrowserTests())('an administrator adds "Account churns", and a rep sees it on the account', () => {
  let leadlight: RunningLeadlight;
  let browser: OpenPage;

  beforeAll(async () => {
    leadlight = await startLeadlight(600);
    browser = await openAdministratorPage(leadlight);
    await browser.page.locator('c-propensities [data-id="empty"]').waitFor();
  }, JOB_TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
    await leadlight?.close();
  });

  const get = (path: string) => leadlight.get(`/v1/propensities${path}`);
  const propensity = async () => Propensity.parse(await get(`/${ID}`));
  const section = () => browser.page.locator('c-propensities');
  const row = () => section().locator(`[data-row="${ID}"]`);
  /** The first of these accounts of the org that fulfils the condition. */
  const findAccount = async (fulfils: (answer: unknown) => boolean) => {
    const org = await leadlight.connectToOrg();
    const soql = encodeURIComponent('SELECT Id FROM Account ORDER BY Id DESC LIMIT 400');
    const { records } = (await org.json({ method: 'GET', path: `/query?q=${soql}` })) as {
      readonly records: readonly { readonly Id: string }[];
    };
    for (const { Id } of records) {
      const answer = await get(`/${ID}/records/${Id}/score`);
      if (fulfils(answer)) return { id: Id, answer };
    }
    throw new Error('No account fulfils the condition.');
  };

  it('adds it with settings of its own', async () => {
    const { page } = browser;
    await section().locator('[data-id="choice"]').selectOption(ID);
    await section().locator('[data-id="add"]').click();
    await section().locator('[data-id="horizon"]').fill('150');
    await section().locator('[data-id="active-within"]').fill('150');
    // The org of the page has no fields for accounts.
    await section().locator('[data-id="write-back"]').uncheck();
    expect(await seriousViolations(page)).toEqual([]);
    await section().locator('[data-id="save"]').click();
    await section().getByText('Account churns was added. Train it next.').waitFor();
    expect(Propensities.parse(await get('')).propensities).toMatchObject([
      { propensityId: ID, horizonDays: 150, activeModel: null, newestModel: null, revision: 1 },
    ]);
    expect((await propensity()).definition).toMatchObject({ writeBack: null, population: { activeWithinDays: 150 } });
  });

  it(
    'trains it, and reads the report before it scores anything',
    async () => {
      await row().locator('[data-id="train"]').click();
      await row().locator('[data-id="activate"]').waitFor({ timeout: JOB_TIMEOUT_MS });
      await row().getByText('version 1 was trained but not published').waitFor({ timeout: JOB_TIMEOUT_MS });
      const { training, newestModel, activeModel } = await propensity();
      expect(training?.failure).toBeNull();
      expect(training).toMatchObject({ state: 'done', propensityId: ID, result: { published: false } });
      expect(activeModel).toBeNull();
      expect(newestModel?.counts?.subjects).toBeGreaterThan(200);
      await row().locator('[data-id="report"]').click();
      const report = section().locator('c-propensity-report');
      await report.locator('[data-id="verdict"] .word').waitFor();
      const auc = newestModel!.holdout!.auc!;
      expect(await report.locator('[data-id="figures"] .value').first().innerText()).toBe(auc.toFixed(2));
      expect(await report.locator('[data-id="features"]').innerText()).toContain('Purchases: ');
      expect(await report.innerText()).not.toMatch(/\bleads?\b/i);
    },
    JOB_TIMEOUT_MS,
  );

  it(
    'activates it, and the worker scores the accounts',
    async () => {
      await row().locator('[data-id="activate"]').click();
      await row().locator('[data-id="confirm"]').click();
      await section().getByText('Version 1 is active now.').waitFor();
      await expect
        .poll(async () => (await propensity()).scoredRecords, { timeout: JOB_TIMEOUT_MS })
        .toBeGreaterThan(50);
      expect(browser.errors).toEqual([]);
    },
    JOB_TIMEOUT_MS,
  );

  it.each(TRIED)('shows a rep the score of an account and why, %s at %i pixels', async (colorScheme, width) => {
    const { id, answer } = await findAccount((each) => RecordScore.safeParse(each).success);
    const score = RecordScore.parse(answer);
    const rep = await openPage({ width, height: 900, colorScheme });
    await rep.page.goto(`${leadlight.pageUrl}/records/${id}`);
    const card = rep.page.locator(`[data-propensity="${ID}"]`);
    await card.waitFor();
    expect(await card.locator('[data-id="score"]').innerText()).toBe(String(score.score));
    expect(await card.locator('[data-id="probability"]').innerText()).toContain('within 150 days');
    const points = await card.locator('[data-reason] .points').allInnerTexts();
    const [start, ...steps] = points.map((text) => Number(text.replace('−', '-')));
    expect(steps.slice(0, -1).reduce((sum, each) => sum + each, start!)).toBe(score.score);
    await inspect(rep.page, rep.page.locator('c-record-scores'), `account-${width}-${colorScheme}`);
    await rep.page.goto(`${leadlight.pageUrl}/admin`);
    const shown = rep.page.locator('c-propensities');
    await shown.locator(`[data-row="${ID}"] [data-id="report"]`).click();
    await shown.locator('c-propensity-report [data-id="verdict"]').waitFor();
    await inspect(rep.page, shown, `propensities-${width}-${colorScheme}`);
    expect(rep.errors).toEqual([]);
    await rep.close();
  });

  it('says on other accounts why nothing is predicted', async () => {
    const outside = (each: unknown) =>
      (each as { readonly type?: string }).type === '/problems/record-outside-population';
    const { id } = await findAccount(outside);
    const rep = await openPage();
    await rep.page.goto(`${leadlight.pageUrl}/records/${id}`);
    const text = await rep.page.locator(`[data-unscored="${ID}"]`).innerText();
    expect(text).toMatch(/Nothing is predicted (when 150 days have passed without|before the first) .*Purchases/);
    await rep.page.goto(`${leadlight.pageUrl}/records/${id}?as=nobody`);
    await rep.page.locator('c-record-scores [data-id="error"]').waitFor();
    await rep.close();
  });

  it('deactivates it, and the account shows nothing', async () => {
    await row().locator('[data-id="deactivate"]').click();
    await row().locator('[data-id="confirm"]').click();
    await section().getByText('Account churns is deactivated.').waitFor();
    const rep = await openPage();
    const { id } = await findAccount(() => true);
    await rep.page.goto(`${leadlight.pageUrl}/records/${id}`);
    await rep.page.locator('c-record-scores [data-id="empty"]').waitFor();
    await rep.close();
  });
});

/** Saves a picture of a part of the page, and expects no serious axe violation and nothing wider than the window. */
async function inspect(page: Page, part: Locator, name: string): Promise<void> {
  await withWholePage(page, async () => {
    await saveElement(part, name);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}
