import { codedMessage } from '@leadlight/common';
import { describe, expect, it } from 'vitest';
import { modelReportOf } from '../model-report/model-report.ts';
import { unmeasuredReport } from '../model-report/unmeasured-report.ts';
import { sampleReport } from '../sample-report.fixture.ts';
import { html, trusted } from './markup.ts';
import { reportHtml } from './report-html.ts';

describe('reportHtml', () => {
  it('is one page that needs no network and runs no script', async () => {
    const page = await reportHtml(modelReportOf(sampleReport()));
    expect(page).toMatch(/^<!doctype html>/);
    expect(page).not.toMatch(/<script|<link|<iframe|@import|javascript:/);
    // Names of XML dialects are the only addresses.
    const addresses = new Set(page.match(/https?:[^"'\s)]+/g));
    expect([...addresses].filter((address) => !address.startsWith('http://www.w3.org/'))).toEqual([]);
  });

  it('draws every chart with a description, and with names that are unique in the page', async () => {
    const page = await reportHtml(modelReportOf(sampleReport()));
    const charts = page.match(/<svg role="img" aria-label="[^"]+"/g) ?? [];
    expect(charts.length).toBeGreaterThanOrEqual(12);
    const ids = [...page.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, used] of page.matchAll(/url\(#([^)]+)\)/g)) expect(ids).toContain(used);
    expect(page).not.toContain('NaN');
    expect(page).not.toContain('undefined');
  });

  it('shows the groups that an administrator named, and which differ', async () => {
    const share = (value: number) => ({ value, interval: { low: value - 0.05, high: value + 0.05 } });
    const group = {
      ...{ name: { kind: 'value', value: 'Spain <ES>' } as const, rows: 1_204, leads: 900, converted: 96, share: 0.3 },
      ...{ called: share(0.2), expected: 0.12, actual: share(0.08), calibration: share(-0.04), auc: share(0.71) },
      ...{ missed: share(0.4), falseCalls: { value: NaN, interval: { low: NaN, high: NaN } } },
      differs: ['calibration' as const],
    };
    const range = { ...group, name: { kind: 'range', atLeast: 10, below: 1_500 } as const, differs: [] };
    const groupsByField = [
      { field: 'Country', label: 'Land', groups: [group], small: { groups: 2, rows: 31 } },
      { field: 'NumberOfEmployees', groups: [range], small: { groups: 0, rows: 0 } },
    ];
    const page = await reportHtml(modelReportOf(sampleReport({ groupsByField })));
    expect(page).toContain('these differ from the other leads: Spain &lt;ES&gt; (calibration).');
    expect(page).toContain('2 smaller groups with 31 rows are left out.');
    expect(page).toContain('8.0 % (3.0–13.0 %)');
    expect(page).toContain('10 to under 1,500');
    expect(page).toContain('No group differs from the other leads by more than chance.');
    expect(page).not.toContain('NaN');
  });

  it('calls leads won where the goal is to win their opportunity, and the rows of an org snapshots', async () => {
    const shares = { A: 20, B: 20, C: 30, D: 30 };
    const page = await reportHtml(modelReportOf(sampleReport({ goal: 'won', bandShares: shares, horizonDays: 60 })));
    const columns = (html: string) =>
      [...html.matchAll(/<th[^>]*>(converted|won|rows|snapshots)</g)].map(([, name]) => name);
    expect(columns(page)).toEqual(expect.arrayContaining(['won', 'snapshots']));
    expect(columns(page)).not.toContain('converted');
    expect(page).toContain('A lead counts as won if its opportunity was won within 60 days.');
    expect(page).toMatch(/learned from [\d,]+ snapshots/);
    expect(page).toMatch(/Share that was won by score/);
    const ofTable = await reportHtml(modelReportOf(sampleReport({ bandShares: shares, horizonDays: 60 })));
    expect(columns(ofTable)).toEqual(expect.arrayContaining(['converted', 'rows']));
    expect(ofTable).toContain('A lead counts as converted if it did so within 60 days.');
  });

  it.each(['won', 'opportunity', 'status'] as const)(
    'says nowhere that leads convert where the goal is %s',
    async (goal) => {
      const input = sampleReport({ goal, bandShares: { A: 20, B: 20, C: 30, D: 30 }, horizonDays: 60 });
      const page = await reportHtml(modelReportOf(input));
      // Styles and identifiers are not shown; titles and descriptions of charts are.
      const shown = page.replace(/<style[^]*?<\/style>/g, '').match(/>[^<]+<|aria-label="[^"]*"/g)!;
      expect(shown.filter((text) => /convert|conversion/i.test(text))).toEqual([]);
    },
  );

  it('says nowhere that other records are leads, in the page and in the verdict', async () => {
    const input = sampleReport({
      ...{ goal: 'event', title: 'Account churns', bandShares: { A: 20, B: 20, C: 30, D: 30 }, horizonDays: 120 },
      leads: { train: 900, test: 260, testConverted: 15 },
      repeatedRows: { exact: 3, near: 1, common: 2 },
    });
    const report = modelReportOf(input);
    const page = (await reportHtml(report)).replace(/<style[^]*?<\/style>/g, '');
    expect(page.match(/>[^<]+<|aria-label="[^"]*"/g)!.filter((text) => /\blead/i.test(text))).toEqual([]);
    expect(page).toContain('<h1>How good is the model?</h1>');
    expect(page).toContain('A record counts if it had the event within 120 days.');
    expect(report.verdict.reasons[0]?.english).toBe(
      'Only 15 of the 260 records that it was measured on had the event: too few for a conclusion. Provide a longer history.',
    );
    expect(report.comparison).toMatch(/^In the tenth that the forest ranks highest, records had the event \d/);
  });

  it('draws dependence charts only of features that matter', async () => {
    const { features } = modelReportOf(sampleReport());
    const faint = { ...features[0]!, name: 'faint', label: 'Faint', importance: 1e-6 };
    const page = await reportHtml(modelReportOf(sampleReport({ features: [...features, faint] })));
    expect(page).toContain('Effect of Visits');
    expect(page).not.toContain('Effect of Faint');
  });

  it('describes the interaction of two features, and draws the importance of each', async () => {
    const page = await reportHtml(modelReportOf(sampleReport()));
    expect(page).toContain(
      'These two features interact: Visits and Source. With “0” and “Web &amp; co”, 5\u00a0% of all leads would convert; with “17” instead of “0”, 12\u00a0%; with “Referral” instead of “Web &amp; co”, 18\u00a0%; with both, 43\u00a0%.',
    );
    expect(page).toContain('most without Visits');
    const older = await reportHtml(modelReportOf(sampleReport({ effects: undefined })));
    expect(older).not.toMatch(/features interact|would lose without/);
  });

  it('asks whether strong fields were known, with their names escaped', async () => {
    const question = { field: 'Page<b>', aucAlone: 0.9, aucWith: 0.93, aucWithout: 0.73 };
    const page = await reportHtml(modelReportOf(sampleReport({ questions: [question] })));
    expect(page).toContain('Was Page&lt;b&gt; known at the moment of scoring?');
    expect(await reportHtml(modelReportOf(sampleReport({ questions: [] })))).not.toContain('Was it known in time?');
  });

  it('escapes what came from outside', async () => {
    const page = await reportHtml(modelReportOf(sampleReport({ title: '<img src=x onerror=alert(1)>' })));
    expect(page).not.toContain('<img');
    expect(page).not.toContain('<b>Note</b>');
    expect(page).toContain('&lt;b&gt;Note&lt;/b&gt;');
    expect(page).toContain('Web &amp; co');
  });

  it('shows fields by label, with the name that settings use', async () => {
    const finding = {
      field: 'field:Tag__c',
      label: 'Sales tag',
      verdict: 'fine',
      evidence: [codedMessage('nothing_against', 'Fine.')],
    } as const;
    const quality = {
      field: 'latest_reply',
      label: 'Latest reply',
      kind: 'numeric',
      rows: 9,
      missing: 0,
      distinct: 3,
    } as const;
    const page = await reportHtml(modelReportOf(sampleReport({ leakage: [finding], quality: [quality] })));
    expect(page).toMatch(/Sales tag <span class="quiet">field:Tag__c<\/span>/);
    expect(page).toMatch(/Latest reply <span class="quiet">latest_reply<\/span>/);
  });

  it('has no figure or chart for a model that could not be measured', async () => {
    const reason = codedMessage(
      'too_few_for_a_model',
      '12 leads converted; a model needs at least 40 of each outcome.',
    );
    const page = await reportHtml(
      unmeasuredReport({
        title: 'A young org',
        generatedAt: 0,
        published: 'rules',
        reason,
        rows: 300,
        threshold: 0.5,
        leakage: [
          { field: 'IsConverted', verdict: 'excluded', evidence: [codedMessage('reveals_outcome', 'It leaks.')] },
        ],
        facts: [{ name: 'learner', value: 'rules' }],
      }),
    );
    expect(page).toContain('not ready');
    expect(page).toContain(reason.english);
    expect(page).toContain('IsConverted');
    expect(page).not.toMatch(/<svg|NaN|undefined/);
  });

  it('is the same for the same report', async () => {
    const report = modelReportOf(sampleReport());
    expect(await reportHtml(report)).toBe(await reportHtml(report));
  });
});

describe('html', () => {
  it('escapes texts and lets markup through', () => {
    expect(html`<p>${'a < b & "c"'}${trusted('<br>')}${[html`<i>${1}</i>`]}${undefined}</p>`.markup).toBe(
      '<p>a &lt; b &amp; &quot;c&quot;<br><i>1</i></p>',
    );
  });
});
