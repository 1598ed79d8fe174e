import listKeys, { type ServiceKeyLine } from '@salesforce/apex/ServiceKeysController.listKeys';
import renewKey from '@salesforce/apex/ServiceKeysController.renewKey';
import ServiceKeys from 'c/serviceKeys';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/ServiceKeysController.listKeys', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ServiceKeysController.renewKey', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const listed = listKeys as jest.MockedFunction<typeof listKeys>;
const renewed = renewKey as jest.MockedFunction<typeof renewKey>;

const ADMINISTRATION: ServiceKeyLine = {
  principal: 'Administration',
  keyId: 'key_0a1b2c3d4e5f6071',
  name: 'Salesforce administration (connect)',
  createdAt: '2026-11-20T09:00:00.000Z',
  used: true,
};
const SCORING: ServiceKeyLine = {
  ...ADMINISTRATION,
  principal: 'Scoring',
  name: 'Salesforce scoring (connect)',
  expiresAt: '2027-11-20T08:59:00.000Z',
  used: false,
  earlierExpiresAt: '2026-11-25T10:15:00.000Z',
};

async function showKeys() {
  const element = show('c-service-keys', ServiceKeys, {});
  await settle();
  return element;
}

const keyOf = (element: HTMLElement, principal: string) =>
  findById(element, 'keys')!.querySelector<HTMLElement>(`li[data-principal="${principal}"]`)!;
const renew = (element: HTMLElement, principal: string) => keyOf(element, principal).querySelector('button')!.click();

describe('serviceKeys', () => {
  afterEach(() => {
    clearPage();
    listed.mockReset();
    renewed.mockReset();
  });

  it('shows each key, since when and until when it is valid, and the end of the earlier one', async () => {
    listed.mockResolvedValue([ADMINISTRATION, SCORING]);
    const element = await showKeys();
    expect(keyOf(element, 'Administration').textContent).toMatch(
      /Administration: this page.*Salesforce administration \(connect\), created 20 Nov 2026.*It does not expire\./,
    );
    expect(keyOf(element, 'Administration').textContent).not.toMatch(/earlier/);
    expect(keyOf(element, 'Scoring').textContent).toMatch(
      /It expires 20 Nov 2027.*no call with it yet.*The earlier key expires 25 Nov 2026/,
    );
    await expect(element).toBeAccessible();
  });

  it('offers no renewal of a key that was entered by hand without its id, and says what to do', async () => {
    listed.mockResolvedValue([ADMINISTRATION, { principal: 'Scoring' }]);
    const element = await showKeys();
    expect(keyOf(element, 'Scoring').textContent).toContain('enter its id as the parameter KeyId');
    expect(keyOf(element, 'Scoring').querySelector('button')).toBeNull();
  });

  it('renews a key after a confirmation only, and reads the keys again', async () => {
    listed.mockResolvedValueOnce([ADMINISTRATION, SCORING]);
    const element = await showKeys();
    renew(element, 'Scoring');
    await settle();
    expect(textOf(keyOf(element, 'Scoring'), 'question-text')).toContain(
      'will be created and entered in Salesforce (Scoring:',
    );
    await expect(element).toBeAccessible();
    findById(element, 'cancel')!.click();
    await settle();
    expect(findById(element, 'confirm')).toBeNull();
    expect(renewed).not.toHaveBeenCalled();

    renewed.mockResolvedValue(undefined);
    listed.mockResolvedValueOnce([ADMINISTRATION, { ...SCORING, name: 'successor' }]);
    renew(element, 'Scoring');
    await settle();
    findById(element, 'confirm')!.click();
    await settle();
    expect(renewed.mock.calls).toEqual([[{ principal: 'Scoring' }]]);
    expect(textOf(element, 'done')).toBe('The key was renewed.');
    expect(keyOf(element, 'Scoring').textContent).toContain('successor');
  });

  it('says why a renewal failed, that no key has ended, and lets the user try again', async () => {
    listed.mockResolvedValue([ADMINISTRATION, SCORING]);
    const element = await showKeys();
    renewed.mockRejectedValue({ body: { message: 'Insufficient privileges.' } });
    renew(element, 'Administration');
    await settle();
    findById(element, 'confirm')!.click();
    await settle();
    expect(textOf(element, 'error')).toMatch(/Insufficient privileges\..*No key has ended/);
    expect(findById(element, 'done')).toBeNull();
    expect(keyOf(element, 'Administration').querySelector('button')!.disabled).toBe(false);
    await expect(element).toBeAccessible();
  });

  it('shows the message of an error', async () => {
    listed.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showKeys();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
  });
});
