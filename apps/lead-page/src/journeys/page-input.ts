import type { Locator, Page } from 'playwright-core';

/** How a user operates a page: with the mouse or with the keyboard alone. */
export interface PageInput {
  /** Presses a link, a button or a disclosure. */
  press(target: Locator): Promise<void>;
  /** Replaces the text of a field. */
  fill(target: Locator, text: string): Promise<void>;
  /** Selects another option of a list: the next one, or the one before the last. */
  chooseOther(target: Locator): Promise<void>;
}

export const mouseInput = (): PageInput => ({
  press: (target) => target.click(),
  fill: (target, text) => target.fill(text),
  async chooseOther(target) {
    const values = await target
      .locator('option')
      .evaluateAll((options) => options.map((o) => o.getAttribute('value')!));
    const chosen = await target.inputValue();
    await target.selectOption(values.find((value) => value !== chosen)!);
  },
});

/** More than any page has. */
const MAX_TAB_STOPS = 400;

/** Presses Tab until the target has the focus, then the key that operates it. */
export function keyboardInput(page: Page): PageInput {
  const focus = async (target: Locator) => {
    await target.waitFor();
    for (let stop = 0; stop < MAX_TAB_STOPS; stop += 1) {
      if (await target.evaluate((element) => element.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`The Tab key does not reach ${String(target)}.`);
  };
  return {
    async press(target) {
      await focus(target);
      await page.keyboard.press('Enter');
    },
    async fill(target, text) {
      await focus(target);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async chooseOther(target) {
      await focus(target);
      const isLast = await target.evaluate((element) =>
        element.querySelector('option:last-child')!.matches(':checked'),
      );
      await page.keyboard.press(isLast ? 'ArrowUp' : 'ArrowDown');
    },
  };
}
