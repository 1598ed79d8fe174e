import { describe, expect, it } from 'vitest';
import { labelsFor } from './server/labels.ts';
import { seriousViolations } from './testing/axe.ts';
import { saveScreenshot, openPage, skipBrowserTests } from './testing/chromium.ts';
import { LEAD_ID } from './testing/fakes.ts';
import { useFixturePage } from './testing/use-fixture-page.ts';

const english = labelsFor('en-US');

/** Lines of a page that are in English although the language has a translation; `orgTexts` are the org's own. */
function untranslated(lines: readonly string[], language: string, orgTexts: readonly string[] = []): readonly string[] {
  const translated = labelsFor(language);
  const untranslatedTexts = new Set(
    Object.entries(english).flatMap(([name, text]) => (translated[name] === text ? [] : [text])),
  );
  return lines.filter((line) => untranslatedTexts.has(line) && !orgTexts.includes(line));
}

describe.skipIf(skipBrowserTests())('lead page in every language of the package', () => {
  const running = useFixturePage();

  it.each([
    ['de-DE', '87', '480', 'Leads nach Score'],
    ['es-ES', '87', '480', 'Leads por puntuación'],
    ['fr-FR', '87', '480', 'Leads par score'],
    ['ja-JP', '87', '480', 'スコア順のリード'],
    ['pt-BR', '87', '480', 'Leads por pontuação'],
  ])('leaves nothing in English in %s', async (language, score, employees, title) => {
    const { page, errors, close } = await openPage({ locale: language });
    try {
      await page.goto(`${running.url}/leads/${LEAD_ID}`);
      await page.locator('[data-id="model"]').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      expect(await page.locator('#list-title').innerText()).toBe(title);
      expect(await page.locator('[data-id="score"]').innerText()).toBe(score);
      expect(await page.locator('[data-reason="employees"] .value').innerText()).toBe(employees);
      // The past scores push down what is below them.
      await page.locator('[data-id="line"]').waitFor();
      await page.locator('[data-id="ask"]').click();
      await page.locator('[data-id="own-ask"]').waitFor();
      const card = await page.locator('c-lead-score-card').innerText();
      const fields = await page.locator('c-what-if-form label').allInnerTexts();
      expect(fields).toContain('Employees');
      expect(untranslated(card.split('\n'), language, fields)).toEqual([]);
      expect(await seriousViolations(page)).toEqual([]);
      await page.goto(`${running.url}/admin`);
      await page.locator('[data-id="undo"]').waitFor();
      const settings = await page.locator('c-scoring-settings').innerText();
      expect(untranslated(settings.split('\n'), language)).toEqual([]);
      expect(errors).toEqual([]);
      await saveScreenshot(page, `settings-${language}`);
    } finally {
      await close();
    }
  });

  it('remembers the language that is chosen on the page', async () => {
    const { page, errors, close } = await openPage({ locale: 'en-GB' });
    try {
      await page.goto(running.url);
      await page.getByLabel('Language').selectOption('Deutsch');
      await page.getByText('Leads nach Score').waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe('de-DE');
      await page.goto(`${running.url}/leads/${LEAD_ID}`);
      await page.getByText('Modellversion 7').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      expect(errors).toEqual([]);
    } finally {
      await close();
    }
  });

  it('recognises a text that is left in English', () => {
    expect(untranslated(['Score now', 'Jetzt bewerten'], 'de')).toEqual(['Score now']);
  });
});
