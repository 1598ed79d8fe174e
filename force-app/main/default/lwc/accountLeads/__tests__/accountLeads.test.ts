import type { AccountConversion } from '@leadlight/contract';
import readAccountLeads from '@salesforce/apex/RecordScoreController.readAccountLeads';
import AccountLeads from 'c/accountLeads';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/RecordScoreController.readAccountLeads', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const read = readAccountLeads as jest.MockedFunction<typeof readAccountLeads>;
const example = readExample<AccountConversion>('account-conversion.response');
const people = example.people.map((person, index) => ({ ...person, name: ['Ann Okafor', 'Bo Moreau'][index] }));

async function showCard(answer: object | Error) {
  if (answer instanceof Error) read.mockRejectedValue(answer);
  else read.mockResolvedValue(JSON.stringify({ ...example, people, hiddenPeople: 0, ...answer }));
  const element = show('c-account-leads', AccountLeads, { recordId: example.accountKey });
  await settle();
  return element;
}

describe('accountLeads', () => {
  afterEach(() => {
    clearPage();
    read.mockReset();
  });

  it('shows the probability of the account, the people, their shares and reasons', async () => {
    const element = await showCard({});
    expect(textOf(element, 'probability')).toBe('58% likely that at least one of 2 people converts within 90 days');
    expect(textOf(element, 'basis')).toContain('If they were independent, it would be 64%.');
    const [first] = [...element.shadowRoot!.querySelectorAll('[data-lead]')];
    expect(first!.querySelector('a')!.textContent).toBe('Ann Okafor');
    expect(first!.querySelector('a')!.getAttribute('href')).toBe(`/${people[0]!.leadId}`);
    expect(first!.textContent).toContain('55% likely; 78% of the whole');
    expect(first!.textContent).toContain('Lead source');
    await expect(element).toBeAccessible();
  });

  it('says how many people are not listed, and why', async () => {
    const element = await showCard({ people: people.slice(0, 1), hiddenPeople: 1, peopleCount: 14 });
    expect(textOf(element, 'hidden')).toBe('People not listed, because you may not read their leads: 1.');
    expect(textOf(element, 'more')).toBe('Other people who count and are not listed: 12.');
  });

  it('says that people count as independent, and where there is only one or nobody', async () => {
    expect(textOf(await showCard({ basis: 'not_measured' }), 'basis')).toContain('as if people');
    clearPage();
    const one = await showCard({ basis: 'one_person', peopleCount: 1, people: people.slice(0, 1) });
    expect(textOf(one, 'probability')).toBe('58% likely that the only person converts within 90 days');
    expect(findById(one, 'basis')).toBeNull();
    clearPage();
    const nobody = await showCard({ basis: 'nobody', peopleCount: 0, people: [], probability: null });
    expect(textOf(nobody, 'probability')).toBe('No open lead of this account has a score.');
  });

  it('shows a failure', async () => {
    const element = await showCard(new Error('The scoring service did not answer.'));
    expect(textOf(element, 'error')).toBe('The scoring service did not answer.');
    expect(findById(element, 'probability')).toBeNull();
  });
});
