import type { Page } from 'playwright-core';

/** Times from the click on a lead to the frame that shows a score, by the clock of the page. */
export interface WaitingTimes {
  /** The stored score of the lead. */
  readonly storedMs: number;
  /** The live score of the service. */
  readonly liveMs: number;
}

/** Clicks on the lead at this index of the list and waits for both scores. */
export async function measureWaitingTimes(page: Page, index: number): Promise<WaitingTimes> {
  await page.evaluate(watchCard);
  await page.locator('[data-lead]').nth(index).click();
  await page.locator('[data-id="model"]').waitFor();
  return page.evaluate<WaitingTimes>('globalThis.waitingTimes');
}

/** Runs in the page and checks every frame, so that the polling of the driver is not measured. */
function watchCard(): void {
  const isShown = (root: ParentNode, id: string): boolean =>
    root.querySelector(`[data-id="${id}"]`) !== null ||
    [...root.querySelectorAll('*')].some(({ shadowRoot }) => shadowRoot !== null && isShown(shadowRoot, id));
  addEventListener(
    'click',
    ({ timeStamp }) => {
      let storedMs: number | undefined;
      const checkFrame = (now: number): void => {
        const card = document.querySelector('c-lead-score-card')?.shadowRoot;
        if (card && isShown(card, 'score')) storedMs ??= Math.round(now - timeStamp);
        if (card && isShown(card, 'model'))
          Object.assign(globalThis, { waitingTimes: { storedMs, liveMs: Math.round(now - timeStamp) } });
        else requestAnimationFrame(checkFrame);
      };
      requestAnimationFrame(checkFrame);
    },
    { once: true, capture: true },
  );
}
