import type { Page } from 'playwright-core';

/** From the click on a lead to the frame in which a score is drawn, in milliseconds by the page's own clock. */
export interface WaitingTimes {
  /** The score that the lead's record holds. */
  readonly storedMs: number;
  /** The one that the service gives now. */
  readonly liveMs: number;
}

/** Clicks on the lead at `index` of the list and waits for both scores. */
export async function measureWaitingTimes(page: Page, index: number): Promise<WaitingTimes> {
  await page.evaluate(watchCard);
  await page.locator('[data-lead]').nth(index).click();
  await page.locator('[data-id="model"]').waitFor();
  return page.evaluate<WaitingTimes>('globalThis.waitingTimes');
}

/**
 * Runs in the page: looks at every frame, so that neither the driver's own patience nor its way to the browser is measured.
 */
function watchCard(): void {
  const stands = (root: ParentNode, id: string): boolean =>
    root.querySelector(`[data-id="${id}"]`) !== null ||
    [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && stands(shadowRoot, id));
  addEventListener(
    'click',
    ({ timeStamp }) => {
      let storedMs: number | undefined;
      const look = (now: number): void => {
        const card = document.querySelector('c-lead-score-card')?.shadowRoot;
        if (card && stands(card, 'score')) storedMs ??= Math.round(now - timeStamp);
        if (card && stands(card, 'model'))
          Object.assign(globalThis, { waitingTimes: { storedMs, liveMs: Math.round(now - timeStamp) } });
        else requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    },
    { once: true, capture: true },
  );
}
