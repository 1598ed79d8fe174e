import type { ScoringSettingsState } from '@leadlight/contract';
import changeSettings from '@salesforce/apex/ScoringSettingsController.changeSettings';
import readSettings from '@salesforce/apex/ScoringSettingsController.readSettings';
import undoSettings from '@salesforce/apex/ScoringSettingsController.undoSettings';
import ScoringSettings from 'c/scoringSettings';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/ScoringSettingsController.readSettings', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock(
  '@salesforce/apex/ScoringSettingsController.changeSettings',
  () => ({ __esModule: true, default: jest.fn() }),
  { virtual: true },
);
jest.mock('@salesforce/apex/ScoringSettingsController.undoSettings', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const reads = readSettings as jest.MockedFunction<typeof readSettings>;
const changes = changeSettings as jest.MockedFunction<typeof changeSettings>;
const undoes = undoSettings as jest.MockedFunction<typeof undoSettings>;
const example = readExample<ScoringSettingsState>('settings.response');
const answerOf = (state: ScoringSettingsState) => ({ revision: state.revision, state: JSON.stringify(state) });
const never = new Promise<never>(() => undefined);

async function showSettings(state = example) {
  reads.mockResolvedValue(answerOf(state));
  const element = show('c-scoring-settings', ScoringSettings, {});
  await settle();
  return element;
}

/** The input with that attribute, in the page or in one of its parts. */
function inputOf(element: Element, selector: string): HTMLInputElement {
  const roots = [element, ...element.shadowRoot!.querySelectorAll('c-settings-fields, c-settings-points')];
  return roots.map((root) => root.shadowRoot!.querySelector<HTMLInputElement>(selector)).find(Boolean)!;
}

async function enter(element: Element, selector: string, value: string) {
  const input = inputOf(element, selector);
  input.value = value;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}

async function check(element: Element, selector: string, checked: boolean) {
  const input = inputOf(element, selector);
  input.checked = checked;
  input.dispatchEvent(new CustomEvent('change'));
  await settle();
}

async function press(element: Element, id: string) {
  findById(element, id)?.click();
  await settle();
}

async function save(element: Element) {
  element.shadowRoot!.querySelector('form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
  await settle();
}

const builtInPointsTable = [
  { feature: 'replies', condition: { atLeast: 1 }, points: 15 },
  { feature: 'meetings', condition: { atLeast: 1 }, points: 20 },
] as const;

const sent = () => JSON.parse(changes.mock.calls[0]![0].change) as { basedOn: number; change: Record<string, unknown> };

describe('scoringSettings', () => {
  afterEach(() => {
    clearPage();
    [reads, changes, undoes].forEach((mock) => mock.mockReset());
  });

  it('shows that it is loading', async () => {
    reads.mockReturnValue(never);
    const element = show('c-scoring-settings', ScoringSettings, {});
    await settle();
    expect(element.shadowRoot!.querySelector('lightning-spinner')).not.toBeNull();
    expect(findById(element, 'form')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('shows the settings, who changed them, and when a change takes effect', async () => {
    const element = await showSettings();
    expect(inputOf(element, '[data-name="goal"]').value).toBe('opportunity');
    expect(inputOf(element, '[data-name="horizonDays"]').value).toBe('90');
    expect(inputOf(element, '[data-name="threshold"]').value).toBe('50');
    expect(inputOf(element, '[data-name="capacityPerWeek"]').value).toBe('40');
    expect(textOf(element, 'history')).toBe('Changed 23 Nov 2026, 09:10 by api:key_7f3a.');
    expect(element.shadowRoot!.textContent).toContain('takes effect at the next training');
    await expect(element).toBeAccessible();
  });

  it('shows the defaults if nothing was changed, without undo', async () => {
    const element = await showSettings({ ...example, revision: 0, changedAt: null, changedBy: null, canUndo: false });
    expect(textOf(element, 'history')).toBe('Nothing has been changed yet: these are the defaults.');
    expect(findById(element, 'undo')).toHaveProperty('disabled', true);
  });

  it('shows whether and why each field is used, and lets the user switch those that can be switched', async () => {
    const element = await showSettings();
    const rows = [...inputOf(element, '[data-id="fields"]').querySelectorAll('[data-use]')].map((row) => [
      row.getAttribute('data-use'),
      row.querySelector('input')!.checked,
      row.querySelector('input')!.disabled,
    ]);
    expect(rows).toEqual([
      ['LeadSource', true, false],
      ['Fleet_Size__c', false, false],
      ['Tier__c', false, false],
      ['Budget__c', false, false],
      ['Status', false, true],
    ]);
    expect(inputOf(element, '[data-use="Tier__c"] .reason').textContent).toContain('Suspect');
    expect(inputOf(element, '[data-use="Budget__c"] .reason').textContent).toContain('field history tracking');
  });

  it('saves only what changed, after a confirmation, with the revision', async () => {
    changes.mockResolvedValue(answerOf({ ...example, revision: 5 }));
    const element = await showSettings();
    await enter(element, '[data-name="threshold"]', '35');
    await enter(element, '[data-name="horizonDays"]', '');
    await check(element, '[data-field="Tier__c"]', true);
    await check(element, '[data-field="LeadSource"]', false);
    await save(element);
    expect(changes).not.toHaveBeenCalled();
    expect(textOf(element, 'question-text')).toContain(
      'Within how many days, Included and excluded fields, Qualified from (percent). The next training uses them',
    );
    await expect(element).toBeAccessible();
    await press(element, 'confirm');
    expect(sent()).toEqual({
      basedOn: 4,
      change: {
        threshold: 0.35,
        horizonDays: null,
        allowedFields: ['Tier__c'],
        excludedFields: ['Fleet_Size__c', 'LeadSource'],
      },
    });
    expect(textOf(element, 'done')).toBe('Saved. The next training uses it.');
  });

  it('saves a status goal, a learner and segments', async () => {
    changes.mockResolvedValue(answerOf(example));
    const element = await showSettings();
    await enter(element, '[data-name="goal"]', 'status');
    await enter(element, '[data-name="status"]', ' Qualified ');
    await enter(element, '[data-name="learner"]', 'rules');
    await enter(element, '[data-name="segmentField"]', '');
    await enter(element, '[data-name="groupFields"]', ' Country,, LeadSource ');
    await save(element);
    await press(element, 'confirm');
    expect(sent().change).toEqual({
      goal: { kind: 'status', status: 'Qualified' },
      learner: 'rules',
      segmentField: null,
      groupFields: ['Country', 'LeadSource'],
    });
  });

  it('edits a points table row by row, and returns to the built-in one', async () => {
    changes.mockResolvedValue(answerOf(example));
    const element = await showSettings();
    await enter(element, '[data-row="1"][data-input="condition"]', 'below');
    await enter(element, '[data-row="0"][data-input="value"]', 'Web; Referral');
    inputOf(element, '[data-row="2"][data-input="remove"]').click();
    await settle();
    await press(element, 'add');
    await enter(element, '[data-row="2"][data-input="feature"]', 'phone_present');
    await enter(element, '[data-row="2"][data-input="condition"]', 'missing');
    await enter(element, '[data-row="2"][data-input="points"]', '-5');
    await expect(element).toBeAccessible();
    await save(element);
    await press(element, 'confirm');
    expect(sent().change).toEqual({
      pointsTable: [
        { feature: 'lead_source', condition: { is: ['Web', 'Referral'] }, points: 20 },
        { feature: 'employees', condition: { below: 250 }, points: 10 },
        { feature: 'phone_present', condition: { missing: true }, points: -5 },
      ],
    });
    await check(element, '[data-id="built-in"]', true);
    expect(findById(element, 'rules')).toBeNull();
  });

  it('saves nothing if nothing differs, even after a field was switched twice', async () => {
    const element = await showSettings();
    await check(element, '[data-field="Fleet_Size__c"]', true);
    await check(element, '[data-field="Fleet_Size__c"]', false);
    await save(element);
    expect(textOf(element, 'done')).toBe('Nothing was changed.');
    expect(findById(element, 'question')).toBeNull();
  });

  it('undoes the last change after a confirmation', async () => {
    undoes.mockResolvedValue(answerOf({ ...example, revision: 5, settings: { ...example.settings, threshold: 0.2 } }));
    const element = await showSettings();
    await press(element, 'undo');
    expect(undoes).not.toHaveBeenCalled();
    await press(element, 'confirm');
    expect(inputOf(element, '[data-name="threshold"]').value).toBe('20');
    expect(textOf(element, 'done')).toBe('The last change was undone.');
  });

  it('changes nothing if the user cancels', async () => {
    const element = await showSettings();
    await press(element, 'undo');
    await press(element, 'cancel');
    expect(findById(element, 'question')).toBeNull();
    expect(undoes).not.toHaveBeenCalled();
  });

  it('keeps invalid input and shows the error', async () => {
    changes.mockRejectedValue({ body: { message: 'These settings are not valid: no call ever pays.' } });
    const element = await showSettings();
    await enter(element, '[data-name="callCost"]', '99999');
    await save(element);
    await press(element, 'confirm');
    expect(textOf(element, 'settings-error')).toContain('no call ever pays');
    expect(inputOf(element, '[data-name="callCost"]').value).toBe('99999');
    await expect(element).toBeAccessible();
  });

  it('shows the changes of another user', async () => {
    changes.mockRejectedValue({ body: { message: 'Somebody else has changed the settings.' } });
    const element = await showSettings();
    await enter(element, '[data-name="threshold"]', '10');
    await save(element);
    reads.mockResolvedValue(answerOf({ ...example, revision: 9, settings: { ...example.settings, threshold: 0.8 } }));
    await press(element, 'confirm');
    expect(textOf(element, 'settings-error')).toContain('Somebody else');
    expect(inputOf(element, '[data-name="threshold"]').value).toBe('80');
  });

  it('shows the message of an error', async () => {
    reads.mockRejectedValue({ body: { message: 'The scoring service refused the request.' } });
    const element = show('c-scoring-settings', ScoringSettings, {});
    await settle();
    expect(textOf(element, 'settings-error')).toBe('The scoring service refused the request.');
    expect(findById(element, 'form')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('edits the shares of the bands, and shows their sum', async () => {
    const element = await showSettings();
    expect(textOf(element, 'band-sum')).toBe('Total: 100');
    await enter(element, '[data-name="bandShares.A"]', '10');
    expect(textOf(element, 'band-sum')).toBe('Total: 90');
    await enter(element, '[data-name="bandShares.D"]', '40');
    expect(textOf(element, 'band-sum')).toBe('Total: 100');
    await save(element);
    await press(element, 'confirm');
    expect(sent().change).toEqual({ bandShares: { A: 10, B: 20, C: 30, D: 40 } });
    await expect(element).toBeAccessible();
  });

  it('shows the built-in points table, with which an edited one starts', async () => {
    const settings = { ...example.settings, pointsTable: null };
    const element = await showSettings({ ...example, settings, builtInPointsTable });
    expect(inputOf(element, '[data-rule="1"] [data-input="points"]')).toMatchObject({ value: '20', disabled: true });
    await check(element, '[data-id="built-in"]', false);
    await enter(element, '[data-rule="1"] [data-input="points"]', '25');
    await save(element);
    await press(element, 'confirm');
    expect(sent().change).toEqual({
      pointsTable: [builtInPointsTable[0], { ...builtInPointsTable[1], points: 25 }],
    });
  });
});
