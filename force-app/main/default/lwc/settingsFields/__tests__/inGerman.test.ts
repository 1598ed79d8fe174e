import '../../../../../test/in-german';
import type { FieldUse } from '@leadlight/contract';
import SettingsFields from 'c/settingsFields';
import { message } from '../../../../../test/messages';
import { clearPage, settle, show } from '../../../../../test/page';

const use = (changed: Partial<FieldUse> & { readonly field: string }): FieldUse => ({
  ...{
    label: changed.field,
    use: 'in',
    verdict: 'fine',
    reasons: [message('new')],
    settingsList: 'excludedFields',
    listed: false,
  },
  ...changed,
});

const showFields = async (...fields: readonly FieldUse[]) => {
  const element = show('c-settings-fields', SettingsFields, { fields });
  await settle();
  return [...element.shadowRoot!.querySelectorAll('tbody tr')].map((row) => ({
    name: row.querySelector('th')?.textContent,
    spoken: row.querySelector('input')?.getAttribute('aria-label'),
    reason: row.querySelector('.reason span:not(.verdict)')?.textContent,
    lang: row.querySelector('.reason span:not(.verdict)')?.getAttribute('lang'),
  }));
};

describe('settingsFields in German', () => {
  afterEach(clearPage);

  it('shows feature labels and the org’s field labels', async () => {
    const rows = await showFields(
      use({ field: 'days_since_last_touch', label: 'Days since the latest touch' }),
      use({ field: 'Tier__c', label: 'Kundenstufe', settingsList: null }),
    );
    expect(rows.map(({ name }) => name)).toEqual(['Tage seit dem letzten Kontakt', 'Kundenstufe']);
    expect(rows[1]!.spoken).toMatch(/^Kundenstufe: /);
  });

  it('translates the reason by code, and marks other reasons as English', async () => {
    const [known, unknown] = await showFields(
      use({ field: 'Tier__c', reasons: [message('nothing_against', ['auc', 0.56])] }),
      use({ field: 'Budget__c' }),
    );
    expect(known).toMatchObject({ reason: expect.stringMatching(/^Allein erreicht es AUC 0,56;/), lang: null });
    expect(unknown).toMatchObject({ reason: 'English.', lang: 'en' });
  });
});
