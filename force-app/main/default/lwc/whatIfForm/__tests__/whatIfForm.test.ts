import { getObjectInfo, getPicklistValuesByRecordType } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import whatIf, { type WhatIfResult } from '@salesforce/apex/LeadScoreController.whatIf';
import WhatIfForm from 'c/whatIfForm';
import { readApexResult } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadScoreController.whatIf', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

type Wire = { emit(provided: unknown): void };
const records = getRecord as unknown as Wire;
const infos = getObjectInfo as unknown as Wire;
const picklists = getPicklistValuesByRecordType as unknown as Wire & { getLastConfig(): unknown };
const asked = whatIf as jest.MockedFunction<typeof whatIf>;
const leadId = '00Q5g00000KpXc2EAF';
const example = { ...readApexResult<WhatIfResult>('LeadScoreController.whatIf'), raises: [] };

const field = (apiName: string, label: string, dataType: string, updateable = true) => ({
  apiName,
  label,
  dataType,
  updateable,
});
const info = {
  defaultRecordTypeId: '012000000000000AAA',
  fields: {
    Phone: field('Phone', 'Telefon', 'Phone'),
    Industry: field('Industry', 'Branche', 'Picklist'),
    NumberOfEmployees: field('NumberOfEmployees', 'Mitarbeiter', 'Int'),
    Existing_Customer__c: field('Existing_Customer__c', 'Bestandskunde', 'Boolean'),
    AnnualRevenue: field('AnnualRevenue', 'Umsatz', 'Currency', false),
    Visited__c: field('Visited__c', 'Besucht am', 'Date'),
  },
};
const values = {
  Phone: null,
  Industry: 'Chemicals',
  NumberOfEmployees: 480,
  Existing_Customer__c: false,
  AnnualRevenue: 1,
  Visited__c: null,
};
const record = {
  id: leadId,
  fields: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value }])),
};
const offered = [
  { value: 'Aerospace', label: 'Luftfahrt' },
  { value: 'Energy', label: 'Energie' },
];

async function showOwnValues(fields: readonly string[] = [...Object.keys(values), 'Unknown__c']) {
  const element = show('c-what-if-form', WhatIfForm, { leadId, fields });
  infos.emit(info);
  records.emit(record);
  picklists.emit({ picklistFieldValues: { Industry: { values: offered } } });
  await settle();
  return element;
}

const inputOf = (element: Element, name: string) =>
  element.shadowRoot!.querySelector<HTMLInputElement>(`[data-field="${name}"]`)!;

async function submit(element: Element) {
  element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
  await settle();
}

describe('whatIfForm', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
  });

  it('has inputs by field type with the org’s labels and the lead’s values', async () => {
    const element = await showOwnValues();
    const labels = [...element.shadowRoot!.querySelectorAll('label')].map((label) => label.textContent);
    expect(labels).toEqual(['Telefon', 'Branche', 'Mitarbeiter', 'Bestandskunde']);
    expect(inputOf(element, 'Phone').value).toBe('');
    expect(inputOf(element, 'NumberOfEmployees')).toHaveProperty('type', 'number');
    expect(inputOf(element, 'NumberOfEmployees').value).toBe('480');
    expect(inputOf(element, 'Existing_Customer__c')).toHaveProperty('type', 'checkbox');
    const options = [...inputOf(element, 'Industry').querySelectorAll('option')].map(({ textContent }) => textContent);
    expect(options).toEqual(['Chemicals', 'Luftfahrt', 'Energie', 'No value']);
    expect(picklists.getLastConfig()).toMatchObject({ recordTypeId: '012000000000000AAA' });
    await expect(element).toBeAccessible();
  });

  it('shows inputs only after the field descriptions are loaded', async () => {
    const element = show('c-what-if-form', WhatIfForm, { leadId, fields: ['Phone'] });
    await settle();
    expect(findById(element, 'own-ask')).toBeNull();
    expect(findById(element, 'own-none')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('sends only changed values and shows the new score', async () => {
    asked.mockResolvedValue(example);
    const element = await showOwnValues();
    inputOf(element, 'Phone').value = ' +49 30 1 ';
    inputOf(element, 'NumberOfEmployees').value = '';
    inputOf(element, 'Industry').value = 'Energy';
    inputOf(element, 'Existing_Customer__c').checked = true;
    await submit(element);
    expect(asked).toHaveBeenCalledWith({
      leadId,
      fields: { Phone: '+49 30 1', Industry: 'Energy', NumberOfEmployees: null, Existing_Customer__c: true },
    });
    expect(textOf(element, 'own-outcome')).toBe('The score would be 29 instead of 23 (+6).');
    await expect(element).toBeAccessible();
  });

  it('shows that the score stays the same', async () => {
    asked.mockResolvedValue({ ...example, changed: example.now });
    const element = await showOwnValues();
    inputOf(element, 'NumberOfEmployees').value = '500';
    await submit(element);
    expect(asked).toHaveBeenCalledWith({ leadId, fields: { NumberOfEmployees: 500 } });
    expect(textOf(element, 'own-outcome')).toBe('The score would stay at 23.');
  });

  it('asks for a change if there is none, without a request', async () => {
    const element = await showOwnValues();
    await submit(element);
    expect(textOf(element, 'own-error')).toBe('Change at least one value first.');
    expect(asked).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
  });

  it('shows the message of an error', async () => {
    asked.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showOwnValues();
    inputOf(element, 'Phone').value = '1';
    await submit(element);
    expect(textOf(element, 'own-error')).toBe('The scoring service is busy.');
    expect(findById(element, 'own-outcome')).toBeNull();
  });

  it('shows a text if the user may change none of the fields', async () => {
    const element = await showOwnValues(['AnnualRevenue', 'Visited__c']);
    expect(textOf(element, 'own-none')).toBe('There is no field here that you may change and that the model reads.');
    expect(findById(element, 'own-ask')).toBeNull();
    await expect(element).toBeAccessible();
  });
});
