import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LabelText } from '../server/labels.ts';
import type { PageInput } from './page-input.ts';

export interface RepComplaint {
  readonly leadId: string;
  /** The feature whose reason the rep reported as out of date. */
  readonly feature: string;
}

/**
 * A rep searches for a lead, reads its score with all reasons, reports one of them as out of date, asks what would raise
 * the score, and disagrees with it.
 * @param position position of the lead in the list whose company is searched for
 */
export async function repJourney(
  page: Page,
  input: PageInput,
  text: LabelText,
  position: number,
): Promise<RepComplaint> {
  const leadId = await findLead(page, input, position);
  await page.locator('[data-id="model"]').waitFor();
  const score = Number(await page.locator('[data-id="score"]').innerText());
  expect(await page.locator('[data-id="likelihood"]').innerText()).toBe(text(`Likelihood_${likelihoodOf(score)}`));

  const showAll = page.locator('[data-id="reasons"] ~ [data-id="toggle"]');
  if ((await showAll.count()) > 0) {
    const shownAtFirst = await page.locator('[data-reason]').count();
    await input.press(showAll);
    await expect.poll(() => page.locator('[data-reason]').count()).toBeGreaterThan(shownAtFirst);
  }

  const reason = page.locator('[data-reason]:has([data-id="say"])').first();
  const feature = (await reason.getAttribute('data-reason'))!;
  await input.press(reason.locator('[data-id="say"]'));
  await input.press(reason.locator('[data-verdict="out_of_date"]'));
  await reason.getByText(text('Feedback_ReasonThanks')).waitFor();

  await input.press(page.locator('[data-id="ask"]'));
  await page.locator('[data-id="what-if"]').getByText(text('WhatIf_Note')).waitFor();
  expect(await page.locator('[data-suggestion]').count()).toBeLessThanOrEqual(4);

  await input.press(page.locator('[data-id="disagree"]'));
  await input.fill(page.locator('[data-id="comment"]'), 'They were bought last month.');
  await input.press(page.locator('[data-id="send"]'));
  await page.locator('[data-id="feedback-status"]').getByText(text('Feedback_Thanks')).waitFor();
  return { leadId, feature };
}

function likelihoodOf(score: number): string {
  if (score >= 80) return 'Top';
  if (score >= 60) return 'High';
  if (score >= 40) return 'Middle';
  return score >= 20 ? 'Low' : 'Bottom';
}

/** Searches for the company of a listed lead and opens the first lead that is found. */
async function findLead(page: Page, input: PageInput, position: number): Promise<string> {
  const company = (await page.locator('.lead-company').nth(position).innerText())
    .split(' · ')
    .at(-1)!
    .slice(0, 8)
    .trim();
  await input.fill(page.locator('#search'), company);
  await page.waitForFunction((part) => {
    const rows = [...document.querySelectorAll('.lead-link')];
    return rows.length > 0 && rows.every((row) => row.textContent?.includes(part));
  }, company);
  const lead = page.locator('[data-lead]').first();
  const leadId = (await lead.getAttribute('data-lead'))!;
  await input.press(lead);
  return leadId;
}
