import { Models, ScoreLeadsResponse, type LeadScore } from '@leadlight/contract';
import { formatFeatureValue } from '@leadlight/lead-features';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminJourney } from './journeys/admin-journey.ts';
import { keyboardInput, mouseInput } from './journeys/page-input.ts';
import { repJourney } from './journeys/rep-journey.ts';
import { variantName, variantSlug, journeyVariants, type JourneyVariant } from './journeys/journey-variants.ts';
import { formatAmount } from './server/currency.ts';
import { labelText } from './server/labels.ts';
import { seriousViolations } from './testing/axe.ts';
import { saveScreenshot, openPage, skipBrowserTests, withWholePage, type OpenPage } from './testing/chromium.ts';
import { measureWaitingTimes } from './testing/waiting-times.ts';
import { startLeadlight, type RunningLeadlight } from './testing/running-leadlight.ts';

const LOCALE = 'en-GB';

describe.skipIf(skipBrowserTests())('lead page over a real org, API and components', () => {
  let leadlight: RunningLeadlight;
  let browser: OpenPage;

  beforeAll(async () => {
    leadlight = await startLeadlight(600);
    await leadlight.trainAgain();
    browser = await openPage({ locale: LOCALE });
  });

  afterAll(async () => {
    await browser?.close();
    await leadlight?.close();
  });

  const scoreOf = async (leadId: string): Promise<LeadScore> => {
    const response = await fetch(`${leadlight.apiUrl}/v1/scores`, {
      method: 'POST',
      headers: { authorization: `Bearer ${leadlight.apiKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ leads: [{ leadId }], maxReasons: 20 }),
    });
    return ScoreLeadsResponse.parse(await response.json()).scores[0]!;
  };

  const activeModel = async (): Promise<string | undefined> => {
    const headers = { authorization: `Bearer ${leadlight.apiKey}` };
    const { models } = Models.parse(await (await fetch(`${leadlight.apiUrl}/v1/models`, { headers })).json());
    return models.find(({ active }) => active)?.id;
  };

  it('lists the leads with the highest score first', async () => {
    const { page, errors } = browser;
    await page.goto(leadlight.pageUrl);
    await page.locator('[data-lead]').first().waitFor();
    const scores = (await page.locator('[data-lead] [data-score]').allInnerTexts()).map((text) =>
      Number(/\d+$/.exec(text)?.[0]),
    );
    // The company has fewer ranked leads than a page holds.
    expect(scores.length).toBeGreaterThan(journeyVariants.length);
    expect(scores).toEqual(scores.toSorted((a, b) => b - a));
    await saveScreenshot(page, 'list');
    await page.locator('#left-out button').click();
    await expect.poll(() => page.locator('[data-lead]').count()).toBe(50);
    expect(errors).toEqual([]);
  });

  it('shows the score and the reasons of the API for the lead that is clicked', async () => {
    const { page, errors } = browser;
    await page.goto(leadlight.pageUrl);
    const link = page.locator('[data-lead]').nth(1);
    const leadId = (await link.getAttribute('data-lead'))!;
    await link.click();
    await page.locator('[data-id="model"]').waitFor();
    const scored = await scoreOf(leadId);
    expect(await page.locator('[data-id="score"]').innerText()).toBe(String(scored.score));
    expect(await page.locator('[data-id="band-name"]').innerText()).toBe(`Band ${scored.band}`);
    await saveScreenshot(page, 'lead');
    if (scored.reasons.length > 5) await page.getByRole('button', { name: /^Show all/ }).click();
    expect(await shownReasons(page)).toEqual(
      scored.reasons.map(({ feature, value, unit, points }) => ({
        feature,
        // The currency of the sandbox org is the dollar.
        value:
          unit === 'currency' && typeof value === 'number'
            ? formatAmount(value, 'USD', LOCALE)
            : formatFeatureValue(value, unit, LOCALE),
        points,
      })),
    );
    expect(errors).toEqual([]);
  });

  it('has no serious axe violation on a wide and on a narrow page', async () => {
    const { page } = browser;
    await page.goto(`${leadlight.pageUrl}${new URL(page.url()).pathname}`);
    await page.locator('[data-id="model"]').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await page.setViewportSize({ width: 390, height: 844 });
    await page.getByRole('link', { name: 'All leads' }).waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    await saveScreenshot(page, 'lead-narrow');
    await page.setViewportSize({ width: 1280, height: 900 });
  });

  it('searches leads by company', async () => {
    const { page } = browser;
    await page.goto(leadlight.pageUrl);
    const company = (await page.locator('.lead-company').nth(3).innerText()).split(' · ').at(-1)!;
    const searched = page.waitForResponse((response) => response.url().includes('search='));
    await page.getByRole('searchbox').fill(company);
    await searched;
    await page.waitForFunction(
      (name) => [...document.querySelectorAll('.lead-company')].every((row) => row.textContent?.includes(name)),
      company,
    );
    expect(await page.locator('[data-lead]').count()).toBeGreaterThan(0);
  });

  it('shows what would raise the score and accepts feedback', async () => {
    const { page, errors } = browser;
    await page.goto(leadlight.pageUrl);
    await page.locator('[data-lead]').nth(5).click();
    await page.getByRole('button', { name: 'What would raise this score?' }).click();
    await page.getByText('a prediction, not a promise').waitFor();
    const suggestions = await page.locator('[data-suggestion]').count();
    expect(suggestions).toBeLessThanOrEqual(4);
    expect(suggestions > 0 || (await page.getByText('Nothing that you can do today').isVisible())).toBe(true);
    await page.getByRole('button', { name: 'No', exact: true }).click();
    await page.getByLabel('What is the score missing?').fill('They were bought last month.');
    await page.getByRole('button', { name: 'Send' }).click();
    await page.getByText('Thank you.').waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
    await saveScreenshot(page, 'lead-advice');
  });

  describe.each(journeyVariants.map((variant) => [variantName(variant), variant] as const))('%s', (_name, variant) => {
    it('takes a rep and an administrator through their journeys without a serious axe violation', async () => {
      const opened = await openPage(variant);
      try {
        await runJourneys(opened, variant);
      } finally {
        await opened.close();
      }
    });
  });

  async function runJourneys({ page, errors }: OpenPage, variant: JourneyVariant): Promise<void> {
    const text = labelText(variant.locale);
    const input = variant.input === 'mouse' ? mouseInput() : keyboardInput(page);
    await page.goto(leadlight.pageUrl);
    await page.locator('[data-lead]').nth(journeyVariants.length).waitFor();
    const complaint = await repJourney(page, input, text, journeyVariants.indexOf(variant));
    await inspect(page, `rep-${variantSlug(variant)}`);

    const modelId = await adminJourney(page, input, text, complaint);
    expect(await activeModel()).toBe(modelId);
    await inspect(page, `admin-${variantSlug(variant)}`);
    expect(errors).toEqual([]);
  }

  it('shows the stored score no later than the live score', async () => {
    const { page } = browser;
    const stored: number[] = [];
    const live: number[] = [];
    for (let index = 0; index < 9; index += 1) {
      await page.goto(leadlight.pageUrl);
      await page.locator('[data-lead]').nth(index).waitFor();
      const { storedMs, liveMs } = await measureWaitingTimes(page, index);
      stored.push(storedMs);
      live.push(liveMs);
    }
    process.stdout.write(
      `from the click to the frame: stored score ${median(stored)} ms, live score ${median(live)} ms (median of 9 leads)\n`,
    );
    expect(stored.every((ms, index) => ms > 0 && ms <= live[index]!)).toBe(true);
  });
});

/** Saves a picture of the whole page, and expects no serious axe violation and nothing wider than the window. */
async function inspect(page: Page, name: string): Promise<void> {
  await withWholePage(page, async () => {
    await saveScreenshot(page, name);
    expect(await seriousViolations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
  });
}

/** Reasons on the card, in order, without the rows that are not a single reason. */
const shownReasons = (page: Page) =>
  page.locator('[data-reason]').evaluateAll((rows) =>
    rows
      .map((row) => ({
        feature: row.getAttribute('data-reason'),
        value: row.querySelector('.value')?.textContent,
        points: Number(row.querySelector('.points')?.textContent?.replace('−', '-')),
      }))
      .filter(({ feature }) => !['start', 'other', 'end'].includes(feature ?? '')),
  );

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;
