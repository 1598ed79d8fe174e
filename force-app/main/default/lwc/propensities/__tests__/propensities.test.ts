import type { ModelReport, Propensities as Listed, Propensity } from '@leadlight/contract';
import activateModel from '@salesforce/apex/PropensitiesController.activateModel';
import deactivate from '@salesforce/apex/PropensitiesController.deactivate';
import getChecks from '@salesforce/apex/PropensitiesController.getChecks';
import getPropensity from '@salesforce/apex/PropensitiesController.getPropensity';
import getReport from '@salesforce/apex/PropensitiesController.getReport';
import listChecks from '@salesforce/apex/LeadlightAdminController.listChecks';
import listPropensities from '@salesforce/apex/PropensitiesController.listPropensities';
import savePropensity from '@salesforce/apex/PropensitiesController.savePropensity';
import trainPropensity from '@salesforce/apex/PropensitiesController.trainPropensity';
import Propensities from 'c/propensities';
import { readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/PropensitiesController.activateModel', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/LeadlightAdminController.listChecks', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/PropensitiesController.getChecks', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/PropensitiesController.deactivate', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/PropensitiesController.getPropensity', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/PropensitiesController.getReport', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock(
  '@salesforce/apex/PropensitiesController.listPropensities',
  () => ({ __esModule: true, default: jest.fn() }),
  { virtual: true },
);
jest.mock('@salesforce/apex/PropensitiesController.savePropensity', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/PropensitiesController.trainPropensity', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const mocked = {
  checks: getChecks as jest.MockedFunction<typeof getChecks>,
  checksOfLeads: listChecks as jest.MockedFunction<typeof listChecks>,
  activate: activateModel as jest.MockedFunction<typeof activateModel>,
  deactivate: deactivate as jest.MockedFunction<typeof deactivate>,
  get: getPropensity as jest.MockedFunction<typeof getPropensity>,
  report: getReport as jest.MockedFunction<typeof getReport>,
  list: listPropensities as jest.MockedFunction<typeof listPropensities>,
  save: savePropensity as jest.MockedFunction<typeof savePropensity>,
  train: trainPropensity as jest.MockedFunction<typeof trainPropensity>,
};
const listed = readExample<Listed>('propensities.response');
const example = readExample<Propensity>('propensity.response');
const modelReport = readExample<ModelReport>('model-report.response');

async function showSection(propensity: Propensity | null = example, list: Listed = listed) {
  mocked.list.mockResolvedValue(JSON.stringify(propensity ? list : { ...list, propensities: [] }));
  mocked.get.mockResolvedValue(JSON.stringify(propensity));
  const element = show('c-propensities', Propensities, {});
  await settle();
  return element;
}

const press = async (element: Element, id: string) => {
  findById(element, id)!.click();
  await settle();
};
const type = (element: Element, id: string, text: string) => {
  const input = findById(element, id) as HTMLInputElement;
  input.value = text;
  input.dispatchEvent(new CustomEvent('input'));
};

describe('propensities', () => {
  afterEach(() => {
    clearPage();
    for (const each of Object.values(mocked)) each.mockReset();
  });

  it('shows the state, the figures and the last training of each', async () => {
    const element = await showSection();
    expect(element.shadowRoot!.querySelector('[data-row="account-churns"] h3')!.textContent).toBe('Account churns');
    expect(textOf(element, 'state')).toBe('Version 1 is active; 1,088 records have a score.');
    expect(textOf(element, 'figures')).toMatch(
      /^Version 2, trained 27 Nov 2026.*: AUC 0\.77 · calibration error 0\.9%$/,
    );
    expect(textOf(element, 'training')).toMatch(
      /^Training of Account churns, .*: version 2 was trained but not published\.$/,
    );
    await expect(element).toBeAccessible();
  });

  it('adds a ready-made one with its settings', async () => {
    const element = await showSection(null);
    expect(textOf(element, 'empty')).toBe('There is none yet. Add one of the ready-made ones.');
    await press(element, 'add');
    expect(findById(element, 'form')!.getAttribute('aria-label')).toBe('Account buys again');
    expect(findById(element, 'active-within')).toBeNull();
    type(element, 'horizon', '90');
    type(element, 'excluded', 'Plan__c, Type');
    await expect(element).toBeAccessible();
    mocked.save.mockResolvedValue(JSON.stringify(example));
    findById(element, 'form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    const [{ propensityId, request }] = mocked.save.mock.calls[0]!;
    expect(propensityId).toBe('account-buys-again');
    expect(JSON.parse(request)).toEqual({
      basedOn: 0,
      definition: { ...listed.readyMade[0], horizonDays: 90, excludedFields: ['Plan__c', 'Type'] },
    });
    expect(textOf(element, 'done')).toBe('Account buys again was added. Train it next.');
  });

  it('changes one from the revision that was read, and keeps what was typed when it is rejected', async () => {
    const element = await showSection();
    await press(element, 'change');
    type(element, 'active-within', '150');
    const box = findById(element, 'write-back') as HTMLInputElement;
    box.checked = false;
    box.dispatchEvent(new CustomEvent('change'));
    mocked.save.mockRejectedValue({ body: { message: 'The horizon is too short.' } });
    findById(element, 'form')!.dispatchEvent(new CustomEvent('submit', { cancelable: true }));
    await settle();
    expect(JSON.parse(mocked.save.mock.calls[0]![0].request)).toMatchObject({
      basedOn: 2,
      definition: { population: { activeWithinDays: 150 }, writeBack: null },
    });
    expect(textOf(element, 'error')).toBe('The horizon is too short.');
    expect((findById(element, 'active-within') as HTMLInputElement).value).toBe('150');
    await press(element, 'cancel-draft');
    expect(findById(element, 'form')).toBeNull();
  });

  it('trains, and shows how far the training is', async () => {
    const element = await showSection();
    const progress = { step: 'contenders', done: 3, total: 8 };
    const training = { ...example.training!, state: 'running' as const, endedAt: null, result: null, progress };
    mocked.get.mockResolvedValue(JSON.stringify({ ...example, training }));
    mocked.train.mockResolvedValue(JSON.stringify({ ...example, training }));
    await press(element, 'train');
    expect(findById(element, 'done')).toBeNull();
    expect(mocked.train.mock.calls).toEqual([[{ propensityId: 'account-churns' }]]);
    expect(textOf(element, 'training')).toMatch(/^Training of Account churns, started .*: running\.$/);
    expect(findById(element, 'progress')!.querySelector('progress')!.value).toBe(3);
    expect((findById(element, 'train') as HTMLButtonElement).disabled).toBe(true);
  });

  it('goes on reading while a training runs, also after a failure', async () => {
    jest.useFakeTimers();
    const training = { ...example.training!, state: 'running' as const, endedAt: null, result: null };
    const element = await showSection({ ...example, training });
    mocked.list.mockRejectedValueOnce({ body: { message: 'The scoring service is busy.' } });
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
    mocked.get.mockResolvedValue(JSON.stringify(example));
    jest.advanceTimersByTime(2_000);
    await settle();
    expect(findById(element, 'error')).toBeNull();
    expect(textOf(element, 'training')).not.toContain('running');
    jest.useRealTimers();
  });

  it('says that another job waits or runs where the service starts no training', async () => {
    const element = await showSection();
    mocked.train.mockResolvedValue(JSON.stringify(example));
    await press(element, 'train');
    expect(textOf(element, 'done')).toBe(
      'Another training or backtest is waiting or running. Train this one when it has ended.',
    );
    await expect(element).toBeAccessible();
  });

  it('shows the report of the newest model, and hides it again', async () => {
    const element = await showSection();
    mocked.report.mockResolvedValue(JSON.stringify(modelReport));
    await press(element, 'report');
    expect(mocked.report.mock.calls).toEqual([[{ propensityId: 'account-churns', modelId: '07be35a689f2c41d' }]]);
    expect(findById(element, 'model-report')).not.toBeNull();
    await press(element, 'report');
    expect(findById(element, 'model-report')).toBeNull();
  });

  it('activates the newest model after a confirmation', async () => {
    const element = await showSection();
    await press(element, 'activate');
    expect(textOf(element, 'question-text')).toBe(
      'Version 2 will score the records, and their scores will be written to the org.',
    );
    await press(element, 'cancel');
    expect(mocked.activate).not.toHaveBeenCalled();
    await press(element, 'activate');
    await expect(element).toBeAccessible();
    const active = { ...example, activeModel: { ...example.newestModel!, active: true } };
    mocked.activate.mockResolvedValue(JSON.stringify(active));
    mocked.get.mockResolvedValue(JSON.stringify(active));
    await press(element, 'confirm');
    expect(mocked.activate.mock.calls).toEqual([[{ propensityId: 'account-churns', modelId: '07be35a689f2c41d' }]]);
    expect(textOf(element, 'done')).toBe('Version 2 is active now. The worker scores the records.');
    expect(findById(element, 'activate')).toBeNull();
  });

  it('shows and hides the checks of a propensity with an active model', async () => {
    mocked.checks.mockResolvedValue(JSON.stringify(readExample('checks.response')));
    const element = await showSection();
    await press(element, 'checks');
    expect(mocked.checks.mock.calls).toEqual([[{ propensityId: 'account-churns' }]]);
    expect(mocked.checksOfLeads).not.toHaveBeenCalled();
    expect(textOf(element, 'checks')).toMatch(/^Hide the checks/);
    await expect(element).toBeAccessible();
    await press(element, 'checks');
    expect(findById(element, 'model-checks')).toBeNull();
    clearPage();
    const inactive = await showSection({ ...example, activeModel: null });
    expect(findById(inactive, 'checks')).toBeNull();
  });

  it('deactivates after a confirmation', async () => {
    const element = await showSection();
    await press(element, 'deactivate');
    expect(textOf(element, 'question-text')).toContain('Nothing will be scored any more.');
    const inactive = { ...example, activeModel: null };
    mocked.deactivate.mockResolvedValue(JSON.stringify(inactive));
    mocked.get.mockResolvedValue(JSON.stringify(inactive));
    await press(element, 'confirm');
    expect(textOf(element, 'state')).toBe('No version is active, so nothing is scored.');
    expect(textOf(element, 'done')).toBe('Account churns is deactivated.');
  });

  it('says that scores of cases are not written, and shows a failure', async () => {
    const escalates = {
      ...listed.readyMade[0]!,
      id: 'case-escalates',
      label: 'Case escalates',
      object: 'Case',
      writeBack: null,
    };
    const element = await showSection(null, { ...listed, readyMade: [escalates] });
    await press(element, 'add');
    expect(textOf(element, 'case')).toContain('can restart the clock of its escalation rules');
    expect(findById(element, 'write-back')).toBeNull();
    clearPage();
    mocked.list.mockRejectedValue(new Error('No answer.'));
    const failed = show('c-propensities', Propensities, {});
    await settle();
    expect(textOf(failed, 'error')).toBe('No answer.');
  });
});
