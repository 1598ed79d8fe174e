import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LabelText } from '../server/labels.ts';
import type { PageInput } from './page-input.ts';

export interface RepComplaint {
  readonly leadId: string;
  /** The feature of the reason that was called out of date. */
  readonly feature: string;
}

/**
 * A rep looks for a lead, reads its score with all reasons, says that one of them is out of date, asks what would raise
 * the score, and says that it is wrong.
 */
export async function repJourney(page: Page, hands: PageInput, text: LabelText, place: number): Promise<RepComplaint> {
  const leadId = await findLead(page, hands, place);
  await page.locator('[data-id="model"]').waitFor();
  const band = (await page.locator('.badges [data-id="band-name"]').innerText()).at(-1)!;
  expect(await page.locator('[data-id="band"]').innerText()).toBe(text(`Band_${band}`));

  const all = page.locator('[data-id="reasons"] ~ [data-id="toggle"]');
  if ((await all.count()) > 0) {
    const few = await page.locator('[data-reason]').count();
    await hands.press(all);
    await expect.poll(() => page.locator('[data-reason]').count()).toBeGreaterThan(few);
  }

  const reason = page.locator('[data-reason]:has([data-id="say"])').first();
  const feature = (await reason.getAttribute('data-reason'))!;
  await hands.press(reason.locator('[data-id="say"]'));
  await hands.press(reason.locator('[data-verdict="out_of_date"]'));
  await reason.getByText(text('Feedback_ReasonThanks')).waitFor();

  await hands.press(page.locator('[data-id="ask"]'));
  await page.locator('[data-id="what-if"]').getByText(text('WhatIf_Note')).waitFor();
  expect(await page.locator('[data-raise]').count()).toBeLessThanOrEqual(3);

  await hands.press(page.locator('[data-id="disagree"]'));
  await hands.fill(page.locator('[data-id="comment"]'), 'They were bought last month.');
  await hands.press(page.locator('[data-id="send"]'));
  await page.locator('[data-id="feedback-status"]').getByText(text('Feedback_Thanks')).waitFor();
  return { leadId, feature };
}

/** Searches the list for a company of it and opens its first lead. */
async function findLead(page: Page, hands: PageInput, place: number): Promise<string> {
  const company = (await page.locator('.lead-company').nth(place).innerText()).split(' · ').at(-1)!.slice(0, 8).trim();
  await hands.fill(page.locator('#search'), company);
  await page.waitForFunction((part) => {
    const rows = [...document.querySelectorAll('.lead-link')];
    return rows.length > 0 && rows.every((row) => row.textContent?.includes(part));
  }, company);
  const lead = page.locator('[data-lead]').first();
  const leadId = (await lead.getAttribute('data-lead'))!;
  await hands.press(lead);
  return leadId;
}
