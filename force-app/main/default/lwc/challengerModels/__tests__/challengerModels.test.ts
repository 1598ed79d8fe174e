import type { Challengers } from '@leadlight/contract';
import listChallengers from '@salesforce/apex/ChallengersController.listChallengers';
import startChallenger from '@salesforce/apex/ChallengersController.startChallenger';
import stopChallenger from '@salesforce/apex/ChallengersController.stopChallenger';
import activateModel from '@salesforce/apex/LeadlightAdminController.activateModel';
import listModels, { type ListedModels } from '@salesforce/apex/LeadlightAdminController.listModels';
import ChallengerModels from 'c/challengerModels';
import { readApexResult, readExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/ChallengersController.listChallengers', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ChallengersController.startChallenger', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/ChallengersController.stopChallenger', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/LeadlightAdminController.activateModel', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});
jest.mock('@salesforce/apex/LeadlightAdminController.listModels', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const listed = listChallengers as jest.MockedFunction<typeof listChallengers>;
const started = startChallenger as jest.MockedFunction<typeof startChallenger>;
const stopped = stopChallenger as jest.MockedFunction<typeof stopChallenger>;
const activated = activateModel as jest.MockedFunction<typeof activateModel>;
const models = listModels as jest.MockedFunction<typeof listModels>;
const example = readExample<Challengers>('challengers.response');
const exampleModels = readApexResult<ListedModels>('LeadlightAdminController.listModels');
const NOTHING: Challengers = { challengers: [] };

async function showChallengers(challengers: Challengers = example) {
  listed.mockResolvedValue(JSON.stringify(challengers));
  models.mockResolvedValue(exampleModels);
  const element = show('c-challenger-models', ChallengerModels, {});
  await settle();
  return element;
}

const rows = (element: Element) => [...findById(element, 'challengers')!.querySelectorAll<HTMLElement>('li')];
const textsOf = (row: HTMLElement) => [...row.querySelectorAll('[data-id="detail"]')].map((each) => each.textContent);
const click = async (row: HTMLElement, id: string) => {
  findById(row, id)!.click();
  await settle();
};

describe('challengerModels', () => {
  afterEach(() => {
    clearPage();
    for (const each of [listed, started, stopped, activated, models]) each.mockReset();
  });

  it('shows the evidence of each comparison, and how a former one ended', async () => {
    const element = await showChallengers();
    const [challenger, former, ended] = rows(element);
    expect(challenger!.textContent).toContain('Challenger: version 8, compared with version 7');
    expect(textsOf(challenger!)).toEqual([
      expect.stringMatching(/^Since 2 Nov 2026/),
      expect.stringMatching(
        /^1,480 new leads scored by both as of 24 Nov 2026.*: 96 have reached the goal so far, 210 are settled\.$/,
      ),
      'Log loss −0.0041 per lead against the active version (negative is better).',
      'Evidence that it is better: 6.3 of 20 needed. That it is worse: 0.2.',
    ]);
    expect(former!.textContent).toContain('Former model: version 6, compared with version 7');
    expect(textsOf(ended!)[0]).toMatch(/^Ended 14 Aug 2026.*: it is not better\.$/);
    expect(ended!.querySelector('button')).toBeNull();
    await expect(element).toBeAccessible();
  });

  it('rolls back to the former model after a confirmation, and says so to the page', async () => {
    const element = await showChallengers();
    const heard = jest.fn();
    element.addEventListener('activated', heard);
    await click(rows(element)[1]!, 'activate');
    expect(textOf(rows(element)[1]!, 'question-text')).toContain('The former version 6 will score all leads again.');
    await click(rows(element)[1]!, 'cancel');
    expect(activated).not.toHaveBeenCalled();
    await click(rows(element)[1]!, 'activate');
    const after = exampleModels.models.map((each) => ({ ...each, active: each.version === 6 }));
    activated.mockResolvedValue({ models: after });
    models.mockResolvedValue({ models: after });
    await click(rows(element)[1]!, 'confirm');
    expect(activated.mock.calls).toEqual([[{ modelId: '1be35a689f2c41d0' }]]);
    expect(textOf(element, 'done')).toBe('Version 6 is now active.');
    expect(heard).toHaveBeenCalledTimes(1);
    expect(textsOf(rows(element)[1]!)).toContain('It is active now.');
    expect(rows(element)[1]!.querySelector('[data-id="activate"]')).toBeNull();
  });

  it('asks before it makes a challenger active that has not proved better, and ends a comparison', async () => {
    const element = await showChallengers();
    await click(rows(element)[0]!, 'activate');
    expect(textOf(rows(element)[0]!, 'question-text')).toContain('although new leads have not proved it better yet');
    stopped.mockResolvedValue('{}');
    await click(rows(element)[0]!, 'stop');
    expect(stopped).toHaveBeenCalledTimes(1);
  });

  it('starts the comparison with a chosen model while none runs', async () => {
    expect(findById(await showChallengers(), 'start')).toBeNull();
    clearPage();
    const element = await showChallengers(NOTHING);
    expect(textOf(element, 'empty')).toBe('No model has been compared with the active one yet.');
    expect(textOf(element, 'choice')).toBe('Version 6');
    started.mockResolvedValue(JSON.stringify(example));
    findById(element, 'start')!.click();
    await settle();
    expect(started.mock.calls).toEqual([[{ modelId: '1be35a689f2c41d0' }]]);
    await expect(element).toBeAccessible();
  });

  it('says why a model could not score, and that a model is not compared yet', async () => {
    const [first] = example.challengers;
    const element = await showChallengers({
      challengers: [{ ...first!, evidence: null, failure: 'the file is damaged', version: null }],
    });
    expect(rows(element)[0]!.textContent).toMatch(
      /version \(no longer stored\).*Not compared yet\..*the file is damaged/,
    );
  });

  it('shows the message of an error', async () => {
    listed.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    models.mockResolvedValue(exampleModels);
    const element = show('c-challenger-models', ChallengerModels, {});
    await settle();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
  });
});
