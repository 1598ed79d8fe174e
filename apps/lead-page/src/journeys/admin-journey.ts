import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LabelText } from '../server/labels.ts';
import type { PageInput } from './page-input.ts';
import type { RepComplaint } from './rep-journey.ts';

const VERDICTS = ['VerdictReady', 'VerdictCare', 'VerdictNot'] as const;

/**
 * An administrator reads how good the model is and how the other one was, finds what the rep called out of date and the
 * lead it was said of, makes the other model the active one, and sees that everything works.
 * @returns the id of the model that was made active
 */
export async function adminJourney(page: Page, hands: PageInput, text: LabelText, rep: RepComplaint): Promise<string> {
  await hands.press(page.locator('[data-section="admin"]'));
  await readReports(page, hands, text);
  await followComplaint(page, hands, rep);
  const modelId = await activateOther(page, hands, text);
  await checkConnection(page, hands);
  return modelId;
}

async function readReports(page: Page, hands: PageInput, text: LabelText): Promise<void> {
  const verdict = page.locator('[data-id="verdict"] .word');
  await verdict.waitFor();
  expect(VERDICTS.map((name) => text(`Report_${name}`))).toContain(await verdict.innerText());
  const other = page.waitForResponse((response) => response.url().endsWith('getModelReport'));
  await hands.chooseOther(page.locator('[data-id="version"]'));
  expect((await other).status()).toBe(200);
  await expect.poll(() => page.locator('[data-id="version"]').isVisible()).toBe(true);
  const feature = page.locator('details[data-feature]').first();
  await hands.press(feature.locator('summary'));
  await feature.locator('.values li').first().waitFor();
}

/** What the rep said stands in the list and leads to the lead; the way back is the section's link. */
async function followComplaint(page: Page, hands: PageInput, { leadId, feature }: RepComplaint): Promise<void> {
  const complaint = page.locator(`li[data-feature="${feature}"] [data-lead="${leadId}"]`).first();
  await complaint.waitFor();
  await hands.press(complaint);
  await page.locator('[data-id="model"]').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/leads/${leadId}`);
  await hands.press(page.locator('[data-section="admin"]'));
  await page.locator('[data-id="verdict"]').waitFor();
}

async function activateOther(page: Page, hands: PageInput, text: LabelText): Promise<string> {
  const row = page.locator('[data-model]:has(.activate)').first();
  const modelId = (await row.getAttribute('data-model'))!;
  const version = (await row.locator('.version').innerText()).match(/\d+/)![0];
  await hands.press(row.locator('.activate'));
  await hands.press(page.locator('[data-model] [data-id="confirm"]'));
  await page.locator('c-model-history [data-id="done"]').getByText(text('Models_Done', version)).waitFor();
  return modelId;
}

async function checkConnection(page: Page, hands: PageInput): Promise<void> {
  const answered = page.waitForResponse((response) => response.url().endsWith('checkHealth'));
  await hands.press(page.locator('c-connection-check lightning-button button'));
  expect((await answered).status()).toBe(200);
  const states = () =>
    page.locator('[data-state]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-state')));
  // "leadlight start" does not follow the org, and the check says so.
  await expect.poll(states).toEqual(['ok', 'ok', 'care', 'ok', 'ok', 'ok', 'ok']);
  const bands = await page
    .locator('[data-band]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-band')));
  expect(bands).toEqual(bands.toSorted());
}
