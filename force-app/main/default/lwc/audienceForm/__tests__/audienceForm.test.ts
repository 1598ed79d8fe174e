import type { Audience } from '@leadlight/contract';
import AudienceForm from 'c/audienceForm';
import { clearPage, settle, show } from '../../../../../test/page';
import audience from '../../../../../../libs/contract/examples/audience.response.json';

const CAMPAIGNS = [
  { id: '701000000000001AAA', name: 'Spring mailing' },
  { id: '701000000000002AAA', name: 'Webinar' },
];

async function showForm(properties: Record<string, unknown> = {}) {
  const element = show('c-audience-form', AudienceForm, { campaigns: CAMPAIGNS, ...properties });
  await settle();
  return element;
}

const control = (element: HTMLElement, name: string) =>
  element.shadowRoot!.querySelector<HTMLInputElement>(`[data-name="${name}"]`);

function enter(element: HTMLElement, name: string, value: string): void {
  const input = control(element, name)!;
  input.value = value;
  input.dispatchEvent(new CustomEvent('change'));
}

const press = (element: HTMLElement, action: string): unknown => {
  let detail: unknown;
  element.addEventListener(action, (event) => (detail = (event as CustomEvent).detail));
  element.shadowRoot!.querySelector<HTMLElement>(`[data-action="${action}"]`)!.dispatchEvent(new CustomEvent('click'));
  element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit'));
  return detail;
};

describe('audienceForm', () => {
  afterEach(() => clearPage());

  it('asks for a new audience of band A that respects consent', async () => {
    const element = await showForm();
    enter(element, 'name', ' Spring ');
    expect(press(element, 'save')).toEqual({
      name: 'Spring',
      definition: {
        range: { kind: 'band', bands: ['A'] },
        conditions: [],
        channel: 'both',
        notInCampaigns: [],
        notContactedForDays: null,
        heldOutPercent: 0,
      },
      campaignId: null,
      listView: false,
    });
    await expect(element).toBeAccessible();
  });

  it('shows a saved audience as it is, and gives it back unchanged', async () => {
    const element = await showForm({ audience: audience.audience as Audience });
    const { name, definition, campaignId, listView } = audience.audience;
    expect(control(element, 'name')!.disabled).toBe(true);
    expect(press(element, 'preview')).toEqual({ name, definition, campaignId, listView });
    await expect(element).toBeAccessible();
  });

  it('asks for a list view instead of a campaign, and shows that it is one', async () => {
    const element = await showForm({ audience: audience.audience as Audience });
    enter(element, 'target', 'list-view');
    const asked = press(element, 'save');
    expect(asked).toMatchObject({ campaignId: null, listView: true });
    clearPage();
    const saved = await showForm({ audience: { ...audience.audience, ...(asked as object) } });
    expect(control(saved, 'target')!.value).toBe('list-view');
  });

  it('keeps the campaigns of a saved audience that the org did not list', async () => {
    const [mailing, webinar] = CAMPAIGNS.map(({ id }) => id) as [string, string];
    const unlisted = '701000000000009AAA';
    const definition = { ...audience.audience.definition, notInCampaigns: [unlisted, webinar] };
    const saved = { ...audience.audience, definition, campaignId: '701000000000008AAA' } as Audience;
    const element = await showForm({ audience: saved });
    expect(control(element, 'target')!.value).toBe('701000000000008AAA');
    const options = [...element.shadowRoot!.querySelectorAll<HTMLOptionElement>('[data-name="notInCampaigns"] option')];
    options.find(({ value }) => value === mailing)!.selected = true;
    control(element, 'notInCampaigns')!.dispatchEvent(new CustomEvent('change'));
    expect(press(element, 'preview')).toMatchObject({
      definition: { notInCampaigns: expect.arrayContaining([unlisted, webinar, mailing]) },
      campaignId: '701000000000008AAA',
    });
  });

  it('asks for what the chosen range needs', async () => {
    const element = await showForm();
    enter(element, 'kind', 'score');
    await settle();
    enter(element, 'lowest', '70');
    expect(press(element, 'preview')).toMatchObject({
      definition: { range: { kind: 'score', lowest: 70, highest: 99 } },
    });
    enter(element, 'kind', 'value');
    await settle();
    enter(element, 'leads', '50');
    expect(press(element, 'preview')).toMatchObject({
      definition: { range: { kind: 'value', leads: 50, field: 'AnnualRevenue' } },
    });
    expect(control(element, 'lowest')).toBeNull();
  });

  it('adds conditions, reads their values, and removes them', async () => {
    const element = await showForm();
    const click = (selector: string) => element.shadowRoot!.querySelector<HTMLElement>(selector)!.click();
    click('[data-id="add-condition"]');
    await settle();
    enter(element, 'field', 'Country');
    enter(element, 'text', 'Germany | Austria |');
    await settle();
    expect(press(element, 'preview')).toMatchObject({
      definition: { conditions: [{ operator: 'equals', values: ['Germany', 'Austria'] }] },
    });
    enter(element, 'operator', 'empty');
    await settle();
    expect(control(element, 'text')).toBeNull();
    expect(press(element, 'preview')).toMatchObject({
      definition: { conditions: [{ operator: 'empty', values: [] }] },
    });
    await expect(element).toBeAccessible();
    click('[data-condition="0"] button');
    await settle();
    expect(press(element, 'preview')).toMatchObject({ definition: { conditions: [] } });
  });
});
