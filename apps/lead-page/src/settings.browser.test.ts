import { WhatIfResponse } from '@leadlight/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seriousViolations } from './testing/axe.ts';
import { saveScreenshot, openPage, skipBrowserTests, type OpenPage } from './testing/chromium.ts';
import { startLeadlight, type RunningLeadlight } from './testing/running-leadlight.ts';

describe.skipIf(skipBrowserTests())('what-if values and scoring settings over a real org, API and components', () => {
  let leadlight: RunningLeadlight;
  let browser: OpenPage;

  beforeAll(async () => {
    leadlight = await startLeadlight(600);
    browser = await openPage({ locale: 'en-GB' });
  });

  afterAll(async () => {
    await browser?.close();
    await leadlight?.close();
  });

  it('shows a rep the score that the served model gives for changed values', async () => {
    const { page, errors } = browser;
    await page.goto(leadlight.pageUrl);
    await page.locator('[data-lead]').nth(7).click();
    const leadId = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByRole('button', { name: 'What would raise this score?' }).click();
    const employees = page.getByLabel(/^(No\. of )?Employees$/);
    await employees.fill('25000');
    await page.getByRole('button', { name: 'Show the score with these values' }).click();
    const outcome = page.locator('[data-id="own-outcome"]');
    await outcome.waitFor();
    const response = await fetch(`${leadlight.apiUrl}/v1/what-if`, {
      method: 'POST',
      headers: { authorization: `Bearer ${leadlight.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ leadId, fields: { NumberOfEmployees: 25_000 } }),
    });
    const { now, changed } = WhatIfResponse.parse(await response.json());
    expect(await outcome.innerText()).toContain(
      now.score === changed!.score ? `stay at ${now.score}` : `${changed!.score} instead of ${now.score}`,
    );
    expect(await seriousViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await saveScreenshot(page, 'lead-own-values');
  });

  it('lets an administrator change a setting after a confirmation and undo it, by keyboard alone', async () => {
    const { page, errors } = browser;
    await page.goto(`${leadlight.pageUrl}/admin`);
    await page.getByText('Nothing has been changed yet').waitFor();
    await page.getByLabel('Leads that can be worked per week').focus();
    await page.keyboard.type('35');
    await page.keyboard.press('Enter');
    await page.getByText('These settings will change: Leads that can be worked per week.').waitFor();
    await press(browser, 'Yes, change it');
    await page.getByText('Saved. The next training uses it.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await saveScreenshot(page, 'settings');
    await page.reload();
    await page.getByText(/^Changed /).waitFor();
    expect(await page.getByLabel('Leads that can be worked per week').inputValue()).toBe('35');
    await press(browser, 'Undo the last change');
    await press(browser, 'Yes, change it');
    await page.getByText('The last change was undone.').waitFor();
    expect(await page.getByLabel('Leads that can be worked per week').inputValue()).toBe('');
    expect(errors).toEqual([]);
  });

  it('explains an invalid setting and keeps what was entered, on a phone in dark mode too', async () => {
    const phone = await openPage({ locale: 'en-GB', colorScheme: 'dark', width: 390, height: 844 });
    try {
      const { page } = phone;
      await page.goto(`${leadlight.pageUrl}/admin`);
      await page.getByLabel('Value of a success').fill('10');
      await page.getByLabel('Cost of working a lead').fill('20');
      await page.locator('c-scoring-settings').getByRole('button', { name: 'Save' }).click();
      await page.getByRole('button', { name: 'Yes, change it' }).click();
      await page.getByText('no call ever pays').waitFor();
      expect(await page.getByLabel('Value of a success').inputValue()).toBe('10');
      expect(await seriousViolations(page)).toEqual([]);
      await saveScreenshot(page, 'settings-narrow-dark');
    } finally {
      await phone.close();
    }
  });
});

/** Reaches a button and presses it without the mouse. */
async function press({ page }: OpenPage, name: string): Promise<void> {
  await page.getByRole('button', { name }).focus();
  await page.keyboard.press('Enter');
}
