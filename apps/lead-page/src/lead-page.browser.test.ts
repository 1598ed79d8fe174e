import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startLeadPage, type RunningPage } from './server/server.ts';
import { saveScreenshot, openPage, skipBrowserTests, type OpenPage } from './testing/chromium.ts';
import { startFakeScoringApi, createFakeOrg, LEAD_ID, type FakeScoringApi } from './testing/fakes.ts';

describe.skipIf(skipBrowserTests())('lead page in a browser over an org with one lead', () => {
  let api: FakeScoringApi;
  let running: RunningPage;
  let browser: OpenPage;

  beforeAll(async () => {
    api = await startFakeScoringApi();
    running = await startLeadPage({ org: createFakeOrg(), api: api.api, adminApi: api.adminApi, port: 0 });
    browser = await openPage();
  });

  afterAll(async () => {
    await browser.close();
    await running.close();
    await api.close();
  });

  it('opens a lead from the list by mouse and shows its live score and reasons', async () => {
    const { page, errors } = browser;
    await page.goto(running.url);
    await page.getByRole('link', { name: /Ada Okafor/ }).click();
    await page.getByText('Model version 7').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/leads/${LEAD_ID}`);
    expect(await page.title()).toBe('Ada Okafor · Leadlight');
    expect(await page.locator('[data-id="score"]').textContent()).toBe('87');
    expect(await page.locator('[data-id="likelihood"]').textContent()).toBe('Among the likeliest to convert');
    expect(await page.locator('[data-reason="lead_source"]').innerText()).toMatch(/Lead source\s+Referral[\s\S]*\+14/);
    expect(await page.locator('[data-reason]').count()).toBe(8);
    expect(errors).toEqual([]);
    await saveScreenshot(page, 'fixture-lead');
  });

  it('can be operated with the keyboard alone: search, list, lead, score now', async () => {
    const { page, errors } = browser;
    await page.goto(running.url);
    await page.getByRole('link', { name: /Ada Okafor/ }).waitFor();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Model version 7').waitFor();
    await page.getByText('A new model computed the score.').waitFor();
    const before = api.requests.filter(({ body }) => body !== undefined).length;
    await page.getByRole('button', { name: 'Score now' }).focus();
    const scored = page.waitForResponse((response) => response.url().includes('/apex/'));
    await page.keyboard.press('Enter');
    await scored;
    expect(api.requests.filter(({ body }) => body !== undefined).length).toBe(before + 1);
    expect(errors).toEqual([]);
  });

  it('opens a lead by its URL, and goes back to the list', async () => {
    const { page } = browser;
    await page.goto(`${running.url}/leads/${LEAD_ID}`);
    await page.getByText('Model version 7').waitFor();
    await page.goto(running.url);
    await page.getByText('Choose a lead').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Ada Okafor' }).waitFor();
  });
});
