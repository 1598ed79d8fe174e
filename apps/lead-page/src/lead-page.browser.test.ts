import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { saveScreenshot, openPage, skipBrowserTests, type OpenPage } from './testing/chromium.ts';
import { LEAD_ID } from './testing/fakes.ts';
import { useFixturePage } from './testing/use-fixture-page.ts';

describe.skipIf(skipBrowserTests())('lead page in a browser over an org with one lead', () => {
  const running = useFixturePage();
  let browser: OpenPage;

  beforeAll(async () => {
    browser = await openPage();
  });

  afterAll(() => browser.close());

  it('opens a lead from the list by mouse and shows its live score and reasons', async () => {
    const { page, errors } = browser;
    await page.goto(running.url);
    await page.getByRole('link', { name: /Score 86 Ada Okafor/ }).click();
    await page.getByText('Model version 7').waitFor();
    expect(new URL(page.url()).pathname).toBe(`/leads/${LEAD_ID}`);
    expect(await page.title()).toBe('Ada Okafor · Leadlight');
    expect(await page.locator('[data-id="score"]').textContent()).toBe('87');
    expect(await page.locator('[data-id="likelihood"]').textContent()).toBe('Among the most promising');
    expect(await page.locator('[data-reason="lead_source"]').innerText()).toMatch(/Lead source\s+Referral[\s\S]*\+14/);
    expect(await page.locator('[data-reason]').count()).toBe(8);
    expect(errors).toEqual([]);
    await saveScreenshot(page, 'fixture-lead');
  });

  it('can be operated with the keyboard alone: search, list, lead, score now', async () => {
    const { page, errors } = browser;
    await page.goto(running.url);
    await page.getByRole('link', { name: /Score 86 Ada Okafor/ }).waitFor();
    await page.getByRole('searchbox').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('Model version 7').waitFor();
    await page.getByText('A new model computed the score.').waitFor();
    const before = running.api.requests.filter(({ body }) => body !== undefined).length;
    await page.getByRole('button', { name: 'Score now' }).focus();
    const scored = page.waitForResponse((response) => response.url().includes('/apex/'));
    await page.keyboard.press('Enter');
    await scored;
    expect(running.api.requests.filter(({ body }) => body !== undefined).length).toBe(before + 1);
    expect(errors).toEqual([]);
  });

  it('offers to call the best lead, in the list and next to it', async () => {
    const { page, errors } = browser;
    await page.goto(running.url);
    await page.getByText('The best lead to call').waitFor();
    const calls = page.getByRole('link', { name: 'Call Ada Okafor' });
    expect(await calls.count()).toBe(2);
    expect(await calls.first().getAttribute('href')).toBe('tel:+15550100');
    expect(await page.locator('.lead-facts').textContent()).toBe(
      'Working - Contacted · Mia Park · Last activity 3\u00a0Nov\u00a02026',
    );
    await page.getByRole('link', { name: 'Show the lead' }).click();
    await page.getByText('Model version 7').waitFor();
    expect(errors).toEqual([]);
  });

  it('cuts off no letter where the facts of a lead take several lines', async () => {
    const { page, close } = await openPage({ width: 390 });
    await page.goto(running.url);
    await page.locator('.lead-facts').waitFor();
    const { lines, cutOff } = await page.locator('.lead-facts').evaluate((facts) => {
      const clipped = /(\d+(?:\.\d+)?)px\)$/.exec(getComputedStyle(facts).clipPath)![1];
      const visibleFrom = facts.getBoundingClientRect().left + Number(clipped);
      const texts = [...facts.querySelectorAll('.fact')].map((fact) => {
        const range = document.createRange();
        range.selectNodeContents(fact.lastChild!);
        return range.getBoundingClientRect();
      });
      return {
        lines: new Set(texts.map(({ top }) => top)).size,
        cutOff: texts.filter(({ left }) => left < visibleFrom - 0.5).length,
      };
    });
    expect(lines).toBeGreaterThan(1);
    expect(cutOff).toBe(0);
    await close();
  });

  it('calls an activity after today planned', async () => {
    const { page, close } = await openPage();
    await page.clock.setFixedTime('2026-11-02T12:00:00Z');
    await page.goto(running.url);
    expect(await page.locator('.lead-facts').innerText()).toContain('Activity planned for 3\u00a0Nov\u00a02026');
    await close();
  });

  it('counts the leads that the ranking leaves out, and lists them when asked', async () => {
    const { page } = browser;
    await page.goto(running.url);
    await page.getByText('Left out of the ranking: 7').waitFor();
    const listed = page.waitForResponse((response) => response.url().includes('all=1'));
    await page.getByRole('button', { name: 'Show them' }).click();
    await listed;
    await page.getByText('Left out of the ranking: 7').waitFor({ state: 'hidden' });
  });

  it('says that there is no such lead, without an empty card', async () => {
    const { page } = browser;
    await page.goto(`${running.url}/leads/00Q5g00000UnknownA`);
    await page.getByRole('heading', { name: 'Lead not found' }).waitFor();
    expect(await page.locator('c-lead-score-card').count()).toBe(0);
    expect(await page.getByText('try again').count()).toBe(0);
  });

  it('opens a lead by its URL, and goes back to the list', async () => {
    const { page } = browser;
    await page.goto(`${running.url}/leads/${LEAD_ID}`);
    await page.getByText('Model version 7').waitFor();
    await page.goto(running.url);
    await page.getByText('The best lead to call').waitFor();
    await page.goBack();
    await page.getByRole('heading', { name: 'Ada Okafor' }).waitFor();
  });

  it('shows a user without permission sets what Apex refuses, on every page', async () => {
    const { page, close } = await openPage();
    await page.goto(`${running.url}/leads/${LEAD_ID}?as=nobody`);
    await page.getByText("You do not have access to the Apex class named 'LeadScoreController'.").waitFor();
    await page.goto(`${running.url}/admin`);
    await page.getByText("You do not have access to the Apex class named 'ScoringSettingsController'.").waitFor();
    await page.goto(`${running.url}/leads/${LEAD_ID}?as=`);
    await page.getByText('Model version 7').waitFor();
    await close();
  });

  it('refuses a rep the components of the Lead Scoring app', async () => {
    const { page, close } = await openPage();
    await page.goto(`${running.url}/admin?as=rep`);
    await page.getByText("You do not have access to the Apex class named 'ScoringSettingsController'.").waitFor();
    await close();
  });
});
