import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { LabelText } from '../server/labels.ts';
import type { PageInput } from './page-input.ts';
import type { RepComplaint } from './rep-journey.ts';

const VERDICTS = ['VerdictReady', 'VerdictCare', 'VerdictNot'] as const;

/**
 * An administrator reads the reports of both models, finds the rep's complaint and opens its lead, activates the other
 * model, and checks the connection.
 * @returns the id of the model that was activated
 */
export async function adminJourney(
  page: Page,
  input: PageInput,
  text: LabelText,
  complaint: RepComplaint,
): Promise<string> {
  await input.press(page.locator('[data-section="admin"]'));
  await readReports(page, input, text);
  await openComplaint(page, input, complaint);
  const modelId = await activateOther(page, input, text);
  await checkConnection(page, input);
  return modelId;
}

async function readReports(page: Page, input: PageInput, text: LabelText): Promise<void> {
  const verdict = page.locator('[data-id="verdict"] .word');
  await verdict.waitFor();
  expect(VERDICTS.map((name) => text(`Report_${name}`))).toContain(await verdict.innerText());
  const other = page.waitForResponse((response) => response.url().endsWith('getModelReport'));
  await input.chooseOther(page.locator('[data-id="version"]'));
  expect((await other).status()).toBe(200);
  await expect.poll(() => page.locator('[data-id="version"]').isVisible()).toBe(true);
  const feature = page.locator('details[data-feature]').first();
  // The report of the other version replaces the first one, whose open parts close with it.
  await expect
    .poll(async () => {
      if ((await feature.getAttribute('open')) === null) await input.press(feature.locator('summary'));
      return feature.locator('.values li').first().isVisible();
    })
    .toBe(true);
}

/** Finds the complaint in the list of data to look after, opens its lead, and returns by the link of the section. */
async function openComplaint(page: Page, input: PageInput, { leadId, feature }: RepComplaint): Promise<void> {
  await showAllFeatures(page, input);
  const complaint = page.locator(`li[data-feature="${feature}"] [data-lead="${leadId}"]`).first();
  await complaint.waitFor();
  await input.press(complaint);
  await page.locator('[data-id="model"]').waitFor();
  expect(new URL(page.url()).pathname).toBe(`/leads/${leadId}`);
  await input.press(page.locator('[data-section="admin"]'));
  await page.locator('[data-id="verdict"]').waitFor();
}

/** The list shows only the most urgent features at first; which ones these are depends on the company. */
async function showAllFeatures(page: Page, input: PageInput): Promise<void> {
  await page.locator('c-data-quality [data-feature]').first().waitFor();
  const showAll = page.locator('c-data-quality [data-id="toggle"]');
  if ((await showAll.count()) === 0) return;
  await input.press(showAll);
  await expect.poll(() => showAll.getAttribute('aria-expanded')).toBe('true');
}

async function activateOther(page: Page, input: PageInput, text: LabelText): Promise<string> {
  const row = page.locator('[data-model]:has(.activate)').first();
  const modelId = (await row.getAttribute('data-model'))!;
  const version = (await row.locator('.version').innerText()).match(/\d+/)![0];
  await input.press(row.locator('.activate'));
  await input.press(page.locator('[data-model] [data-id="confirm"]'));
  await page.locator('c-model-history [data-id="done"]').getByText(text('Models_Done', version)).waitFor();
  return modelId;
}

async function checkConnection(page: Page, input: PageInput): Promise<void> {
  const states = async () => {
    const answered = page.waitForResponse((response) => response.url().endsWith('checkHealth'));
    await input.press(page.locator('c-connection-check lightning-button button'));
    expect((await answered).status()).toBe(200);
    await page.locator('c-connection-check lightning-spinner').waitFor({ state: 'detached' });
    return page.locator('[data-state]').evaluateAll((rows) => rows.map((row) => row.getAttribute('data-state')));
  };
  // "leadlight start" follows the org, which the check notices within seconds.
  await expect.poll(states, { timeout: 60_000 }).toEqual(Array.from({ length: 14 }, () => 'ok'));
  const bands = await page
    .locator('[data-band]')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-band')));
  expect(bands).toEqual(bands.toSorted());
}
