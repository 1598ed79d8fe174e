import confirmAudience from '@salesforce/apex/AudiencesController.confirmAudience';
import deleteAudience from '@salesforce/apex/AudiencesController.deleteAudience';
import getAudience from '@salesforce/apex/AudiencesController.getAudience';
import listAudiences from '@salesforce/apex/AudiencesController.listAudiences';
import listLeads from '@salesforce/apex/AudiencesController.listLeads';
import previewAudience from '@salesforce/apex/AudiencesController.previewAudience';
import saveAudience from '@salesforce/apex/AudiencesController.saveAudience';
import writeAudience from '@salesforce/apex/AudiencesController.writeAudience';
import Audiences from 'c/audiences';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';
import example from '../../../../../../libs/contract/examples/audience.response.json';
import examples from '../../../../../../libs/contract/examples/audiences.response.json';
import exampleLeads from '../../../../../../libs/contract/examples/audience-leads.response.json';

jest.mock('@salesforce/apex/AudiencesController.confirmAudience', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.deleteAudience', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.getAudience', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.listAudiences', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.listLeads', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.previewAudience', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.saveAudience', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/AudiencesController.writeAudience', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const mocks = {
  confirmed: confirmAudience as jest.MockedFunction<typeof confirmAudience>,
  deleted: deleteAudience as jest.MockedFunction<typeof deleteAudience>,
  read: getAudience as jest.MockedFunction<typeof getAudience>,
  listed: listAudiences as jest.MockedFunction<typeof listAudiences>,
  leads: listLeads as jest.MockedFunction<typeof listLeads>,
  previewed: previewAudience as jest.MockedFunction<typeof previewAudience>,
  saved: saveAudience as jest.MockedFunction<typeof saveAudience>,
  written: writeAudience as jest.MockedFunction<typeof writeAudience>,
};

const CAMPAIGNS = [{ id: '701000000000001AAA', name: 'Spring mailing' }];
const ID = example.audience.audienceId;

const listOf = (audiences: unknown) => ({ audiences: JSON.stringify({ audiences }), campaigns: CAMPAIGNS });

async function showAudiences(audiences: unknown = examples.audiences) {
  mocks.listed.mockResolvedValue(listOf(audiences));
  const element = show('c-audiences', Audiences, {});
  await settle();
  return element;
}

async function open(element: HTMLElement, name: string) {
  findById(element, 'audiences')!.querySelector<HTMLElement>(`[data-audience="${name}"] button`)!.click();
  await settle();
}

async function click(element: HTMLElement, id: string) {
  findById(element, id)!.click();
  await settle();
}

describe('audiences', () => {
  afterEach(() => {
    clearPage();
    for (const mock of Object.values(mocks)) mock.mockReset();
    jest.useRealTimers();
  });

  it('lists what the last write of each audience did, or why it failed', async () => {
    const element = await showAudiences();
    const text = element.shadowRoot!.textContent;
    expect(text).toMatch(/Spring mailing: 3 added, 1 removed, 93 as before/);
    expect(text).toContain('because they have responded: 2');
    expect(text).toMatch(/701000000000003AAA was not written .*The org has no campaign/);
    await expect(element).toBeAccessible();
  });

  it('says that there is none, and shows a failure', async () => {
    expect((await showAudiences([])).shadowRoot!.textContent).toContain('There is no audience yet.');
    clearPage();
    mocks.listed.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = show('c-audiences', Audiences, {});
    await settle();
    expect(findById(element, 'error')!.textContent).toContain('The scoring service is busy.');
    await expect(element).toBeAccessible();
  });

  it('shows who is in an audience, and how many are not, and why', async () => {
    mocks.read.mockResolvedValue(JSON.stringify(example));
    const element = await showAudiences();
    await open(element, 'Spring');
    const lines = findById(element, 'preview')!.textContent;
    expect(lines).toContain('96 of 1,840 open leads with a score are in it. About 31 of them would convert anyway.');
    expect(lines).toContain('Have opted out: 212');
    expect(lines).toContain('Contacted recently: 310');
    expect(lines).toContain('Left out at random: 11');
    expect(lines).toContain('No open lead has Austria in the field Country.');
    expect(lines).not.toContain('In a campaign that is left out');
    await expect(element).toBeAccessible();
  });

  it('writes only after the user has confirmed the revision that is shown', async () => {
    mocks.read.mockResolvedValue(JSON.stringify(example));
    const element = await showAudiences([example.audience]);
    await open(element, 'Spring');
    expect(findById(element, 'write')).toBeNull();
    await click(element, 'ask-confirm');
    expect(textOf(element, 'question-text')).toContain('About 96 leads become members of the campaign Spring mailing.');
    await expect(element).toBeAccessible();
    expect(mocks.confirmed).not.toHaveBeenCalled();
    await click(element, 'cancel');
    await click(element, 'ask-confirm');
    await click(element, 'confirm');
    expect(mocks.confirmed.mock.calls).toEqual([[{ audienceId: ID, revision: 1 }]]);
    expect(mocks.listed).toHaveBeenCalledTimes(2);
  });

  it('asks for a list view by its name, and says that it is deleted with the audience', async () => {
    const audience = { ...example.audience, campaignId: null, listView: true };
    mocks.read.mockResolvedValue(JSON.stringify({ ...example, audience }));
    const element = await showAudiences([audience]);
    expect(findById(element, 'audiences')!.textContent).toContain('nothing is written to A list view of leads');
    await open(element, 'Spring');
    await click(element, 'ask-confirm');
    expect(textOf(element, 'question-text')).toContain('About 96 leads are shown in a list view named Spring');
    await click(element, 'cancel');
    await click(element, 'ask-delete');
    expect(textOf(element, 'question-text')).toContain('and its list view with it');
  });

  it('updates the campaign of a confirmed audience at once', async () => {
    const audience = { ...example.audience, confirmed: true };
    mocks.read.mockResolvedValue(JSON.stringify({ ...example, audience }));
    const element = await showAudiences([audience]);
    await open(element, 'Spring');
    expect(findById(element, 'ask-confirm')).toBeNull();
    await click(element, 'write');
    expect(mocks.written.mock.calls).toEqual([[{ audienceId: ID }]]);
  });

  it('previews and saves what the form asks for, based on the revision that was read', async () => {
    mocks.read.mockResolvedValue(JSON.stringify(example));
    mocks.previewed.mockResolvedValue(JSON.stringify({ ...example.preview, members: 5 }));
    mocks.saved.mockResolvedValue(JSON.stringify(example));
    const element = await showAudiences();
    const { name, definition, campaignId, listView } = example.audience;
    const form = () => element.shadowRoot!.querySelector('c-audience-form')!;
    const send = async (action: string) => {
      form().dispatchEvent(new CustomEvent(action, { detail: { name, definition, campaignId, listView } }));
      await settle();
    };
    await click(element, 'new');
    await send('preview');
    expect(mocks.previewed.mock.calls).toEqual([[{ request: JSON.stringify({ definition }) }]]);
    expect(findById(element, 'preview')!.textContent).toContain('5 of 1,840');
    await send('save');
    await open(element, 'Spring');
    await click(element, 'change');
    await send('save');
    expect(mocks.saved.mock.calls).toEqual([
      [{ audienceId: null, request: JSON.stringify({ name, definition, campaignId, listView }) }],
      [{ audienceId: ID, request: JSON.stringify({ revision: 1, definition, campaignId, listView }) }],
    ]);
  });

  it('asks about the saved audience after a changed one was previewed and not saved', async () => {
    mocks.read.mockResolvedValue(JSON.stringify(example));
    mocks.previewed.mockResolvedValue(JSON.stringify({ ...example.preview, members: 5 }));
    const element = await showAudiences([example.audience]);
    await open(element, 'Spring');
    await click(element, 'change');
    const form = element.shadowRoot!.querySelector('c-audience-form')!;
    form.dispatchEvent(new CustomEvent('preview', { detail: example.audience }));
    await settle();
    expect(findById(element, 'preview')!.textContent).toContain('5 of 1,840');
    form.dispatchEvent(new CustomEvent('cancel'));
    await settle();
    expect(findById(element, 'preview')!.textContent).toContain('96 of 1,840');
    await click(element, 'ask-confirm');
    expect(textOf(element, 'question-text')).toContain('About 96 leads become members');
  });

  it('reads the list again until the worker has written, and shows a failure', async () => {
    jest.useFakeTimers();
    const due = { ...example.audience, confirmed: true, isWriteDue: true };
    const element = await showAudiences([due]);
    expect(element.shadowRoot!.textContent).toContain('Waits for the next write to Spring mailing');
    jest.advanceTimersByTime(5_000);
    await settle();
    expect(mocks.listed).toHaveBeenCalledTimes(2);
    mocks.listed.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    jest.advanceTimersByTime(5_000);
    await settle();
    expect(findById(element, 'error')!.textContent).toContain('The scoring service is busy.');
  });

  it('deletes after a question', async () => {
    mocks.read.mockResolvedValue(JSON.stringify(example));
    const element = await showAudiences();
    await open(element, 'Spring');
    await click(element, 'ask-delete');
    expect(textOf(element, 'question-text')).toContain('The members of its campaign stay.');
    await click(element, 'confirm');
    expect(mocks.deleted.mock.calls).toEqual([[{ audienceId: ID }]]);
    expect(findById(element, 'open')).toBeNull();
  });

  it('exports all leads, part by part', async () => {
    mocks.read.mockResolvedValue(JSON.stringify(example));
    const [first, second] = exampleLeads.leads;
    mocks.leads
      .mockResolvedValueOnce(JSON.stringify({ total: 2, leads: [first] }))
      .mockResolvedValueOnce(JSON.stringify({ total: 2, leads: [second] }));
    const links: HTMLAnchorElement[] = [];
    const saved = jest.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (
      this: HTMLAnchorElement,
    ) {
      links.push(this);
    });
    const element = await showAudiences();
    await open(element, 'Spring');
    await click(element, 'export');
    saved.mockRestore();
    expect(mocks.leads.mock.calls).toEqual([[{ audienceId: ID, offset: 0 }], [{ audienceId: ID, offset: 1 }]]);
    expect(links[0]?.download).toBe('Spring.csv');
    expect(decodeURIComponent(links[0]!.href)).toContain('00Q000000000002AAA,88,B,0.34,held out');
  });
});
