import { environmentValue } from '@leadlight/common';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labelText } from './server/labels.ts';
import { seriousViolations } from './testing/axe.ts';
import { openPage, saveScreenshot, skipBrowserTests, withWholePage } from './testing/chromium.ts';
import { startLeadlight, type RunningLeadlight } from './testing/running-leadlight.ts';

/** The junk leads of the simulated company. */
const JUNK_NAME = /^(Test Test|[asdfghjkl]{3} [asdfghjkl]{6})$/;

const VARIANTS = [
  { width: 390, height: 844, colorScheme: 'dark', locale: 'fr-FR' },
  { width: 768, height: 1024, colorScheme: 'dark', locale: 'de-DE' },
  { width: 1440, height: 900, colorScheme: 'light', locale: 'de-DE' },
  { width: 390, height: 844, colorScheme: 'light', locale: 'en-GB' },
  { width: 768, height: 1024, colorScheme: 'light', locale: 'fr-FR' },
  { width: 1440, height: 900, colorScheme: 'dark', locale: 'en-GB' },
] as const;
/** `LEADLIGHT_SOAK_SECONDS=300` for the long form: both colour schemes in every width. */
const TRIED = VARIANTS.slice(0, environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60 ? 6 : 3);

describe.skipIf(skipBrowserTests())('list of leads by score over a real org', () => {
  let leadlight: RunningLeadlight;

  beforeAll(async () => {
    leadlight = await startLeadlight(600);
  });

  afterAll(async () => {
    await leadlight?.close();
  });

  it('shows nobody on its first screen whom a rep cannot work, and the others when asked', async () => {
    const { page, errors, close } = await openPage({ locale: 'en-GB' });
    try {
      await page.goto(leadlight.pageUrl);
      await page.locator('[data-lead]').nth(10).waitFor();
      const names = await page.locator('.lead .lead-name').allInnerTexts();
      expect(names.filter((name) => JUNK_NAME.test(name))).toEqual([]);
      const facts = await page.locator('.lead-facts').allInnerTexts();
      expect(facts.filter((text) => text.startsWith('Unqualified'))).toEqual([]);
      await page
        .locator('[data-id="best"]')
        .getByRole('link', { name: /^Call / })
        .waitFor();

      const listed = page.waitForResponse((response) => response.url().includes('all=1'));
      await page.locator('#left-out button').click();
      await listed;
      await page.locator('[data-lead]', { hasText: 'Not in the ranking: ' }).first().click();
      await page.locator('[data-id="unranked"]').waitFor();
      expect(await page.locator('[data-id="likelihood"]').innerText()).toBe('Not in the ranking');
      expect(await page.locator('[data-id="band-name"]').innerText()).toBe('Band D');
      expect(errors).toEqual([]);
      await saveScreenshot(page, 'ranking-unranked-lead');
    } finally {
      await close();
    }
  });

  it('sorts by the longest time without activity, and filters by status and owner', async () => {
    const { page, close } = await openPage({ locale: 'en-GB' });
    try {
      await page.goto(leadlight.pageUrl);
      await page.locator('[data-lead]').first().waitFor();
      await page.locator('#options > summary').click();
      await choose(page, '#status', 'Working - Contacted');
      const owner = (await page.locator('#owner option').nth(1).textContent())!;
      await choose(page, '#owner', owner);
      await page.waitForFunction((name) => {
        const facts = [...document.querySelectorAll('.lead-facts')].map(({ textContent }) => textContent ?? '');
        return facts.length > 0 && facts.every((text) => text.startsWith(`Working - Contacted · ${name} · `));
      }, owner);
      await choose(page, '#sort', 'Longest without activity first');
      await saveScreenshot(page, 'ranking-options');
    } finally {
      await close();
    }
  });

  it.each(TRIED)('ends where its content ends, by wheel and by touch, at $width px', async (variant) => {
    const { page, errors, close } = await openPage(variant);
    const slug = `${variant.width}-${variant.colorScheme}-${variant.locale.slice(0, 2)}`;
    try {
      await page.goto(leadlight.pageUrl);
      await page.locator('[data-lead]').nth(10).waitFor();
      await saveScreenshot(page, `ranking-list-${slug}`);
      await expectEnd(page, '.lead-list', variant);
      await page.locator('[data-lead]').first().click();
      await page.locator('[data-id="model"]').waitFor();
      await page.locator('[data-id="ask"]').click();
      await page.getByText(labelText(variant.locale)('WhatIf_Note')).waitFor();
      await expectEnd(page, 'main', variant);
      await withWholePage(page, async () => {
        await saveScreenshot(page, `ranking-lead-${slug}`);
        expect(await seriousViolations(page)).toEqual([]);
      });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      expect(errors).toEqual([]);
    } finally {
      await close();
    }
  });
});

async function choose(page: Page, field: string, option: string): Promise<void> {
  const listed = page.waitForResponse((response) => response.url().includes('/org/leads?'));
  await page.locator(field).selectOption(option);
  await listed;
}

/** Scrolls a part of the page as far as it goes, by each device, and expects its content at the lower end of the window. */
async function expectEnd(
  page: Page,
  part: string,
  { width, height }: { readonly width: number; readonly height: number },
) {
  const box = (await page.locator(part).boundingBox())!;
  const [x, y] = [Math.min(width - 20, box.x + box.width / 2), Math.min(height - 60, box.y + box.height / 2)];
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: true, maxTouchPoints: 1 });
  const scrollBy = {
    wheel: async () => {
      await page.mouse.move(x, y);
      await page.mouse.wheel(0, 50_000);
    },
    touch: async () => {
      // A finger reaches no further than the window.
      for (let swipe = 0; swipe < MAX_SWIPES && (await remaining(page, part)) > 1; swipe += 1) {
        await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y: height - 80 }] });
        for (let toY = height - 100; toY > height / 4; toY -= 50) {
          await session.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: [{ x, y: toY }] });
        }
        await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
      }
    },
  };
  for (const device of ['wheel', 'touch'] as const) {
    await page.locator(part).evaluate((element) => element.scrollTo(0, 0));
    // Again where more of the page has arrived meanwhile.
    const scrolled = async () => {
      await scrollBy[device]();
      return remaining(page, part);
    };
    await expect.poll(scrolled, { message: `${part} by ${device}` }).toBeLessThanOrEqual(1);
    expect(await page.evaluate(() => [scrollY, document.documentElement.scrollHeight - innerHeight])).toEqual([0, 0]);
    expect(await gapBelowContent(page, part)).toBeLessThanOrEqual(MAX_GAP);
  }
  await page.locator(part).evaluate((element) => element.scrollTo(0, 0));
  await session.send('Emulation.setTouchEmulationEnabled', { enabled: false });
  await session.detach();
}

const MAX_GAP = 64;
const MAX_SWIPES = 60;

/** How far a part of the page can still be scrolled down. */
const remaining = (page: Page, part: string): Promise<number> =>
  page.locator(part).evaluate(({ scrollHeight, clientHeight, scrollTop }) => scrollHeight - clientHeight - scrollTop);

/** The empty space between the last visible element and the lower end of the part; 0 if the content is shorter than it. */
const gapBelowContent = (page: Page, part: string): Promise<number> =>
  page.locator(part).evaluate((element) => {
    if (element.scrollHeight <= element.clientHeight) return 0;
    const ends = [...element.querySelectorAll('*')]
      .filter((each) => each.checkVisibility() && !each.matches('.slds-assistive-text'))
      .map((each) => each.getBoundingClientRect())
      .filter((rect) => rect.height > 0)
      .map(({ bottom }) => bottom);
    return element.getBoundingClientRect().bottom - Math.max(...ends);
  });
