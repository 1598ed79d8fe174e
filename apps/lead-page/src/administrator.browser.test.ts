import { environmentValue } from '@leadlight/common';
import { ApiKeys, Jobs, Models, ScoringSettingsState, type AudienceLeads, type Audiences } from '@leadlight/contract';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openAdministratorPage } from './testing/administrator-page.ts';
import { callApex } from './testing/call-apex.ts';
import { seriousViolations } from './testing/axe.ts';
import { saveElement, saveScreenshot, skipBrowserTests, withWholePage, type OpenPage } from './testing/chromium.ts';
import { ColdLeads } from './testing/hot-leads.ts';
import { notificationsInOrg } from './testing/org-notifications.ts';
import { startLeadlight, type RunningLeadlight } from './testing/running-leadlight.ts';

/** `LEADLIGHT_SOAK_SECONDS=300` for the long form, with a width between those of a phone and of a desk. */
const IS_LONG = environmentValue(process.env, 'LEADLIGHT_SOAK_SECONDS') >= 60;
/** A training takes seconds; on a machine that runs other tests too, minutes. */
const JOB_TIMEOUT_MS = 600_000;

describe.skipIf(skipBrowserTests())('an administrator in the browser', () => {
  let leadlight: RunningLeadlight;
  let browser: OpenPage;

  beforeAll(async () => {
    leadlight = await startLeadlight(600);
    browser = await openAdministratorPage(leadlight);
  }, JOB_TIMEOUT_MS);

  afterAll(async () => {
    await browser?.close();
    await leadlight?.close();
  });

  const models = async () => Models.parse(await leadlight.get('/v1/models')).models;
  const activeVersion = async () => (await models()).find(({ active }) => active)?.version;
  const settings = async () => ScoringSettingsState.parse(await leadlight.get('/v1/settings'));

  it('sees the connection first, and when the next training runs', async () => {
    const { page, errors } = browser;
    const first = await page
      .locator('.admin > *')
      .first()
      .evaluate((shown) => shown.localName);
    expect(first).toBe('c-connection-check');
    await expect.poll(() => page.locator('c-model-training [data-id="next"]').innerText()).toMatch(/due .*20\d\d/);
    expect(errors).toEqual([]);
  });

  it('renews both keys of the service, which stays reachable', async () => {
    const { page, errors } = browser;
    const section = page.locator('c-service-keys');
    const keysOf = async () => {
      const { keys } = ApiKeys.parse(await leadlight.get('/v1/keys'));
      return keys.map(({ name, used, replaces, expiresAt }) => ({ name, used, replaces, expiresAt }));
    };
    const lineOf = (principal: string) => section.locator(`li[data-principal="${principal}"]`);
    for (const principal of ['Administration', 'Scoring']) {
      await lineOf(principal).locator('.renew').click();
      expect(await seriousViolations(page)).toEqual([]);
      await section.locator('[data-id="confirm"]').click();
      await section.getByText('The key was renewed.').waitFor();
    }
    // The page was read with the new key of Administration; no rep has used that of Scoring yet.
    await lineOf('Administration').getByText('The earlier key expires').waitFor();
    await lineOf('Scoring').getByText('no call with it yet').waitFor();
    const before = await keysOf();
    expect(before.filter(({ name }) => name === 'lead page admin')).toMatchObject([
      { used: true, replaces: expect.stringMatching(/^key_/) as string, expiresAt: null },
      { used: true, replaces: null, expiresAt: expect.any(String) as string },
    ]);
    expect(before.filter(({ name }) => name === 'lead page')).toMatchObject([
      { used: false, expiresAt: null },
      { used: true, replaces: null, expiresAt: null },
    ]);
    const leads = (await (await fetch(`${leadlight.pageUrl}/org/leads`)).json()) as { leads: { id: string }[] };
    const { status } = await callApex(leadlight.pageUrl, 'LeadScoreController.listScores', {
      leadId: leads.leads[0]!.id,
    });
    expect(status).toBe(200);
    await expect.poll(async () => (await keysOf()).find(({ name }) => name === 'lead page')?.used).toBe(true);
    expect(await page.content()).not.toContain('llk_');
    expect(errors).toEqual([]);
  });

  it('compares how leads turned out by band, rep, team, lead source and month', async () => {
    const { page, errors } = browser;
    const section = page.locator('c-conversion-rates');
    const choose = async (groupedBy: string) => {
      const answered = page.waitForResponse((response) => response.url().endsWith('getConversionRates'));
      await section.locator('[data-id="grouped-by"]').selectOption(groupedBy);
      expect((await answered).status()).toBe(200);
      await section.locator('lightning-spinner').waitFor({ state: 'detached' });
    };
    // No score is old enough on the first day: the held-out snapshots are shown.
    await section.getByText('held out of the training').waitFor();
    expect(await section.locator('tbody th').allInnerTexts()).toEqual(['A', 'B', 'C', 'D']);
    await choose('rep');
    await section.getByText('Amelia Stone').waitFor();
    await choose('team');
    await section.getByText('By the manager').waitFor();
    expect(await section.locator('tbody tr').count()).toBe(3);
    await choose('source');
    await section.getByText('Referral').waitFor();
    await choose('month');
    await section
      .locator('tbody th', { hasText: /20\d\d/ })
      .first()
      .waitFor();
    expect(await seriousViolations(page)).toEqual([]);
    expect(errors).toEqual([]);
  });

  it(
    'builds an audience, previews it, writes it to a campaign after a confirmation, and a lead that opts out leaves it',
    async () => {
      const { page, errors } = browser;
      const org = await leadlight.connectToOrg();
      const campaignId = (await org.json({
        method: 'POST',
        path: '/sobjects/Campaign',
        body: { Name: 'Spring mailing' },
      })) as { readonly id: string };
      const members = async () => {
        const soql = `SELECT LeadId FROM CampaignMember WHERE CampaignId = '${campaignId.id}' AND IsDeleted = false`;
        const { records } = (await org.json({
          method: 'GET',
          path: `/query?q=${encodeURIComponent(soql)}`,
        })) as { readonly records: readonly { readonly LeadId: string }[] };
        return records.map(({ LeadId }) => LeadId);
      };
      await page.reload();
      const section = page.locator('c-audiences');
      const entry = (name: string) => section.locator(`[data-name="${name}"]`);
      await section.locator('[data-id="new"]').click();
      await entry('name').fill('Spring');
      await section.locator('input[type="checkbox"][value="B"]').check();
      await entry('notContactedForDays').fill('7');
      await entry('notContactedForDays').blur();
      await entry('target').selectOption({ label: 'Spring mailing' });
      await section.locator('[data-action="preview"]').click();
      const preview = section.locator('[data-id="preview"]');
      await preview.getByText('open leads with a score are in it').waitFor();
      await preview.getByText('Contacted recently').waitFor();
      expect(await seriousViolations(page)).toEqual([]);
      await section.locator('[data-action="save"]').click();
      await section.locator('[data-id="ask-confirm"]').click();
      await section.getByText('become members of the campaign Spring mailing').waitFor();
      // The picture in docs/audiences.md.
      await withWholePage(page, () => saveElement(section, 'audiences'));
      expect(await members()).toEqual([]);
      await section.locator('[data-id="confirm"]').click();
      const row = section.locator('[data-audience="Spring"]');
      await row.getByText(/Spring mailing: \d+ added/).waitFor({ timeout: JOB_TIMEOUT_MS });
      const before = await members();
      expect(before.length).toBeGreaterThan(4);

      const leaving = before[0]!;
      // Another program opts the lead out: what Leadlight itself changes is not followed.
      const { accessToken, instanceUrl } = await org.session();
      const optedOut = await fetch(`${instanceUrl}/services/data/v66.0/sobjects/Lead/${leaving}`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
        body: JSON.stringify({ HasOptedOutOfEmail: true }),
      });
      expect(optedOut.status).toBe(204);
      const leads = async () => {
        const { audiences } = (await leadlight.get('/v1/audiences')) as Audiences;
        const { leads: chosen } = (await leadlight.get(
          `/v1/audiences/${audiences[0]!.audienceId}/leads`,
        )) as AudienceLeads;
        return chosen.map(({ leadId }) => leadId);
      };
      await expect.poll(leads, { timeout: JOB_TIMEOUT_MS, interval: 500 }).not.toContain(leaving);
      await row.locator('button').click();
      await section.locator('[data-id="write"]').click();
      await expect.poll(members, { timeout: JOB_TIMEOUT_MS, interval: 500 }).not.toContain(leaving);
      await row.getByText(/[1-9]\d* removed/).waitFor({ timeout: JOB_TIMEOUT_MS });
      expect(errors).toEqual([]);

      // The same leads in a list view, which is deleted with its audience.
      const views = async () => {
        const { listviews } = (await org.json({ method: 'GET', path: '/sobjects/Lead/listviews' })) as {
          readonly listviews: readonly { readonly id: string; readonly label: string }[];
        };
        return listviews.filter(({ label }) => label === 'Calls');
      };
      await section.locator('[data-id="new"]').click();
      await entry('name').fill('Calls');
      await entry('name').blur();
      await entry('target').selectOption({ label: 'A list view of leads' });
      await section.locator('[data-action="save"]').click();
      await section.locator('[data-id="ask-confirm"]').click();
      await section.getByText('are shown in a list view named Calls').waitFor();
      expect(await views()).toEqual([]);
      await section.locator('[data-id="confirm"]').click();
      const listRow = section.locator('[data-audience="Calls"]');
      const written = listRow.getByText(/A list view of leads: [1-9]\d* added/);
      await written.waitFor({ timeout: JOB_TIMEOUT_MS });
      const [view] = await views();
      const results = (await org.json({
        method: 'GET',
        path: `/sobjects/Lead/listviews/${view!.id}/results?limit=2000`,
      })) as { readonly size: number };
      expect(await written.textContent()).toContain(`${results.size} added`);
      await listRow.locator('button').click();
      await section.locator('[data-id="ask-delete"]').click();
      await section.getByText('and its list view with it').waitFor();
      await section.locator('[data-id="confirm"]').click();
      await expect.poll(views, { timeout: JOB_TIMEOUT_MS, interval: 500 }).toEqual([]);
      expect(errors).toEqual([]);
    },
    2 * JOB_TIMEOUT_MS,
  );

  it(
    'turns alerts on, and the owner of a lead that becomes hot is alerted once',
    async () => {
      const { page, errors } = browser;
      const leads = await ColdLeads.find(leadlight);
      await page.reload();
      const section = page.locator('c-lead-alerts');
      for (const name of ['quietFrom', 'quietTo']) await section.locator(`[name="${name}"]`).fill('');
      await section.locator('[name="quietTo"]').blur();
      await section.locator('[data-id="save"]').click();
      await section.getByText('Saved.').waitFor();
      await section.locator('[data-id="tests"] [data-route="salesforce"]').click();
      const delivered = section.locator('[data-id="deliveries"]');
      await delivered
        .getByText(/^Test message: Notification in Salesforce. Sent /)
        .waitFor({ timeout: JOB_TIMEOUT_MS });
      expect(notificationsInOrg(leadlight).map(({ title }) => title)).toEqual(['Test message of alerts']);
      await section.locator('[data-id="switch"]').click();
      await section.getByText(/^On since /).waitFor();
      expect(await seriousViolations(page)).toEqual([]);

      const hot = await leads.makeNextHot();
      process.stdout.write(`from the change to the alert: ${(hot.alertedAfterMs / 1000).toFixed(1)} s\n`);
      await leads.change(hot.id, { Phone: '+1 555 0100' });
      // What is alerted later shows that the earlier change was looked at.
      await leads.makeNextHot();
      expect(leads.notificationsOf(hot.id)).toEqual([
        expect.objectContaining({ recipientId: hot.ownerId, title: expect.stringMatching(/^Hot lead: /) as string }),
      ]);
      await page.reload();
      await delivered
        .getByText(/^Entered a band: Notification in Salesforce. Sent /)
        .first()
        .waitFor();
      // The picture in docs/alerts.md.
      await withWholePage(page, () => saveElement(section, 'alerts'));
      expect(errors).toEqual([]);
    },
    2 * JOB_TIMEOUT_MS,
  );

  it(
    'trains a model, watches the progress, and sees the result and the new version',
    async () => {
      const { page, errors } = browser;
      await page.locator('c-model-training [data-id="train"]').click();
      await page.locator('c-model-training [data-id="train"][disabled]').waitFor();
      await page.locator('c-model-training [data-id="progress"]').waitFor({ timeout: JOB_TIMEOUT_MS });
      await page
        .locator('c-model-training [data-job]', { hasText: 'version 2 was trained' })
        .waitFor({ timeout: JOB_TIMEOUT_MS });
      const [job] = Jobs.parse(await leadlight.get('/v1/jobs')).jobs;
      expect(job).toMatchObject({ kind: 'train', state: 'done', result: { kind: 'train', version: 2 } });
      await page.locator('c-model-history [data-model]').nth(1).waitFor();
      const rows = await page.locator('c-model-history [data-model]').allInnerTexts();
      expect(rows[0]).toMatch(/Version 2[^]*AUC 0\.\d\d[^]*accuracy[^]*precision[^]*log loss/);
      expect(errors).toEqual([]);
    },
    2 * JOB_TIMEOUT_MS,
  );

  it('compares both versions', async () => {
    const { page } = browser;
    const choice = page.locator('[data-id="version"]');
    const other = page.waitForResponse((response) => response.url().endsWith('getModelReport'));
    await choice.selectOption({ index: 1 });
    expect((await other).status()).toBe(200);
    await expect.poll(() => page.locator('[data-id="figures"]').innerText()).toMatch(/Accuracy[^]*Precision[^]*Recall/);
    expect(await page.locator('[data-id="contenders"] tbody tr').count()).toBeGreaterThan(4);
  });

  it('adopts a threshold by one click', async () => {
    const { page, errors } = browser;
    const row = page.locator('[data-threshold="bestF1"]');
    await row.locator('button').click();
    await page.locator('[data-id="adopted"]').waitFor();
    await row.getByText('In force').waitFor();
    const { threshold } = (await settings()).settings;
    expect(threshold).not.toBe(0.5);
    expect(await page.locator('[data-id="adopted"]').innerText()).toContain('qualify at');
    expect(errors).toEqual([]);
  });

  it('edits the shares of the bands', async () => {
    const { page, errors } = browser;
    const share = (band: string) => page.locator(`c-scoring-settings [data-name="bandShares.${band}"]`);
    await share('A').fill('10');
    await share('D').fill('40');
    await share('D').blur();
    await page.locator('c-scoring-settings [data-id="band-sum"]', { hasText: '100' }).waitFor();
    await page.locator('c-scoring-settings [data-id="save"]').click();
    await page.locator('c-scoring-settings [data-id="confirm"]').click();
    await expect.poll(async () => (await settings()).settings.bandShares).toEqual({ A: 10, B: 20, C: 30, D: 40 });
    expect(errors).toEqual([]);
  });

  it('makes an older version active after seeing the difference, and the newer one again', async () => {
    const { page, errors } = browser;
    const before = await activeVersion();
    const older = (await models()).find(({ active }) => !active)!;
    for (const { id, version } of [older, (await models()).find(({ active }) => active)!]) {
      await page.locator(`c-model-history [data-model="${id}"] .activate`).click();
      expect(await page.locator('c-model-history [data-id="difference"]').innerText()).toMatch(/AUC is 0\.\d{3}/);
      await page.locator('c-model-history [data-id="confirm"]').click();
      await page.locator('c-model-history [data-id="done"]').getByText(`Version ${version} is now active.`).waitFor();
      expect(await activeVersion()).toBe(version);
    }
    expect(await activeVersion()).toBe(before);
    expect(errors).toEqual([]);
  });

  it.each(IS_LONG ? [390, 768, 1440] : [390, 1440])(
    'fits %s px, light and dark, without a serious axe violation',
    async (width) => {
      const { page } = browser;
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        expect(overflow).toBeLessThanOrEqual(0);
        expect(await seriousViolations(page)).toEqual([]);
        await withWholePage(page, () => saveScreenshot(page, `administrator-${width}-${colorScheme}`));
      }
    },
  );
});
