import type { Locator, Page } from 'playwright-core';

/** How somebody works with a page. */
export interface PageInput {
  /** Presses a link, a button or what opens. */
  press(target: Locator): Promise<void>;
  /** Replaces the text of a field. */
  fill(target: Locator, text: string): Promise<void>;
  /** Moves a list of choices on to the next one, or back from the last. */
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

/** More stops than any page has. */
const MAX_TAB_STOPS = 400;

/** Nothing but keys: Tab until the target has the focus, then what the key does there. */
export function keyboardInput(page: Page): PageInput {
  const reach = async (target: Locator) => {
    await target.waitFor();
    for (let stops = 0; stops < MAX_TAB_STOPS; stops += 1) {
      if (await target.evaluate((element) => element.matches(':focus'))) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`The Tab key does not lead to ${String(target)}.`);
  };
  return {
    async press(target) {
      await reach(target);
      await page.keyboard.press('Enter');
    },
    async fill(target, text) {
      await reach(target);
      await page.keyboard.press('Control+A');
      await page.keyboard.type(text);
    },
    async chooseOther(target) {
      await reach(target);
      const isLast = await target.evaluate((element) =>
        element.querySelector('option:last-child')!.matches(':checked'),
      );
      await page.keyboard.press(isLast ? 'ArrowUp' : 'ArrowDown');
    },
  };
}
