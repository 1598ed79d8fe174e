import LeadScoreCard from 'c/leadScoreCard';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import findRejection from '@salesforce/apex/LeadScoreController.findRejection';
import listScores, { type PastScore } from '@salesforce/apex/LeadScoreController.listScores';
import scoreLead from '@salesforce/apex/LeadScoreController.scoreLead';
import { leadRecord, readApexResult, scoreLeadsExample } from '../../../../../test/contract-examples';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadScoreController.scoreLead', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

jest.mock('@salesforce/apex/LeadScoreController.findRejection', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

jest.mock('@salesforce/apex/LeadScoreController.listScores', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const leads = getRecord as unknown as {
  emit(record: unknown): void;
  error(body?: unknown, status?: number): void;
};
const objectInfo = getObjectInfo as unknown as { emit(info: unknown): void };
const mockedScoreLead = scoreLead as jest.MockedFunction<typeof scoreLead>;
const mockedListScores = listScores as jest.MockedFunction<typeof listScores>;
const mockedFindRejection = findRejection as jest.MockedFunction<typeof findRejection>;
const pastScores = readApexResult<{ readonly leadId: string; readonly scores: readonly PastScore[] }>(
  'LeadScoreController.listScores',
);
const leadId = '00Q5g00000KpXc1EAF';
const never = new Promise<never>(() => undefined);
const unscored = { Leadlight_Score__c: null, Leadlight_Band__c: null, Leadlight_Scored_At__c: null };
const failure = { body: { message: 'The scoring service cannot be reached at the moment. Please try again later.' } };

const showCard = () => show('c-lead-score-card', LeadScoreCard, { recordId: leadId });

async function showLiveScore() {
  mockedScoreLead.mockResolvedValue(scoreLeadsExample());
  const card = showCard();
  leads.emit(leadRecord());
  await settle();
  return card;
}

describe('leadScoreCard', () => {
  beforeEach(() => {
    localStorage.clear();
    mockedListScores.mockResolvedValue({ leadId, scores: [] });
    mockedFindRejection.mockResolvedValue(null);
  });

  afterEach(() => {
    clearPage();
    mockedScoreLead.mockReset();
    mockedListScores.mockReset();
    mockedFindRejection.mockReset();
  });

  it('shows that it is loading before anything is known', async () => {
    mockedScoreLead.mockReturnValue(never);
    const card = showCard();
    leads.emit(leadRecord(unscored));
    await settle();
    expect(findById(card, 'status')?.getAttribute('role')).toBe('status');
    expect(card.shadowRoot?.querySelector('lightning-spinner')).toHaveProperty('alternativeText', 'Scoring this lead');
    expect(findById(card, 'score')).toBeNull();
    await expect(card).toBeAccessible();
  });

  it('shows the stored score at once while it fetches the live score', async () => {
    mockedScoreLead.mockReturnValue(never);
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'score')).toBe('86');
    expect(textOf(card, 'status')).toBe('Scoring this lead');
    expect(textOf(card, 'scored-at')).toBe('Scored 22 Nov 2026, 02:00');
    await expect(card).toBeAccessible();
  });

  it('says that lists show an older score, with the org’s reason, if the org did not store the latest one', async () => {
    mockedFindRejection.mockResolvedValue('Choose an industry.');
    const card = await showLiveScore();
    expect(mockedFindRejection).toHaveBeenCalledWith({ leadId });
    expect(textOf(card, 'not-stored')).toBe(
      'This org did not store the latest score: “Choose an industry.” Lists and reports still show the previous one.',
    );
    await expect(card).toBeAccessible();
  });

  it('says that the last attempt to score the lead failed', async () => {
    mockedScoreLead.mockResolvedValue(scoreLeadsExample());
    const card = showCard();
    leads.emit(leadRecord({ Leadlight_Error__c: 'TIMED_OUT: Read timed out' }));
    await settle();
    expect(textOf(card, 'not-stored')).toContain('It is tried again every hour.');
    expect(textOf(card, 'not-stored')).not.toContain('TIMED_OUT');
  });

  it('says nothing about lists that show the same score, and works if the org does not say', async () => {
    mockedFindRejection.mockRejectedValue(failure);
    const card = await showLiveScore();
    expect(textOf(card, 'score')).toBe('87');
    expect(findById(card, 'not-stored')).toBeNull();
  });

  it('shows the live score, its band, the outcomes of past leads, and the model', async () => {
    const card = await showLiveScore();
    expect(mockedScoreLead).toHaveBeenCalledTimes(1);
    expect(mockedScoreLead).toHaveBeenCalledWith({ leadId });
    expect(textOf(card, 'score')).toBe('87');
    expect(textOf(card, 'likelihood')).toBe('Among the most promising');
    expect(textOf(card, 'band-name')).toBe('Band A');
    expect(textOf(card, 'probability')).toBe('63% likely to convert');
    expect(textOf(card, 'qualified')).toBe('Qualified');
    expect(textOf(card, 'similarLeads')).toBe('Of 412 past leads with a similar score, 61% converted (57%–65%).');
    expect(textOf(card, 'warnings')).toBe('The value of Industry is new to the model and was not counted.');
    expect(textOf(card, 'model')).toContain('Model version 7');
    expect(textOf(card, 'status')).toBe('');
    await expect(card).toBeAccessible();
  });

  it('calls past leads won where the goal is to win the opportunity', async () => {
    const { model, ...example } = scoreLeadsExample();
    mockedScoreLead.mockResolvedValue({ ...example, model: { ...model, goal: 'won' } });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'similarLeads')).toBe('Of 412 past leads with a similar score, 61% were won (57%–65%).');
    expect(textOf(card, 'probability')).toMatch(/% likely to be won$/);
    expect(card.shadowRoot!.textContent).not.toMatch(/convert/i);
  });

  it('words a stored score by the goal that is stored with it', async () => {
    mockedScoreLead.mockRejectedValue({ body: { message: 'The scoring service is unreachable.' } });
    const { baselineScore, otherPoints, reasons, similarLeads } = scoreLeadsExample().scores[0]!;
    const stored = { baselineScore, otherPoints, reasons, similarLeads, goal: 'status' };
    const card = showCard();
    leads.emit(leadRecord({ Leadlight_Reasons__c: JSON.stringify(stored) }));
    await settle();
    expect(textOf(card, 'probability')).toMatch(/% likely to reach the goal$/);
    expect(textOf(card, 'similarLeads')).toContain('61% reached the goal');
  });

  it('uses words that follow the score, whatever the borders of the bands', async () => {
    const example = scoreLeadsExample();
    const scores = [{ ...example.scores[0]!, score: 52, band: 'B' as const }];
    mockedScoreLead.mockResolvedValue({ ...example, scores });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'likelihood')).toBe('About as promising as most');
    expect(textOf(card, 'band-name')).toBe('Band B');
  });

  it('says why lists by score leave a lead out, live and from the stored score', async () => {
    const unranked = { code: 'closed_status', value: 'Unqualified' } as const;
    const example = scoreLeadsExample();
    mockedScoreLead.mockResolvedValue({ ...example, scores: [{ ...example.scores[0]!, band: 'D', unranked }] });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'likelihood')).toBe('Not in the ranking');
    expect(textOf(card, 'unranked')).toBe(
      'Lists by score and counts leave this lead out. Reason: closed status (Unqualified).',
    );
    await expect(card).toBeAccessible();
    mockedScoreLead.mockReturnValue(never);
    const stored = showCard();
    const explanation = { baselineScore: 50, otherPoints: 0, reasons: [], unranked };
    leads.emit(leadRecord({ Leadlight_Reasons__c: JSON.stringify(explanation) }));
    await settle();
    expect(textOf(stored, 'unranked')).toContain('closed status (Unqualified)');
  });

  it('shows field labels and values as the org displays them', async () => {
    const card = await showLiveScore();
    const { fields, ...lead } = leadRecord();
    const source = { value: 'Referral', displayValue: 'Empfehlung' };
    leads.emit({ ...lead, fields: { ...fields, LeadSource: source } });
    const branche = { apiName: 'Industry', label: 'Branche' };
    const sourceField = { apiName: 'LeadSource', label: 'Quelle' };
    objectInfo.emit({ fields: { Industry: branche, LeadSource: sourceField } });
    await settle();
    const reasons = findById(card, 'reasons');
    expect(reasons?.querySelector('[data-reason="lead_source"] .value')?.textContent).toBe('Empfehlung');
    expect(textOf(card, 'warnings')).toContain('Branche');
  });

  it('says that the score is not shown, and shows no stored one, if an experiment hides it', async () => {
    const problems = [{ leadId, type: '/problems/score-withheld', title: 'Not shown: part of a test' }];
    mockedScoreLead.mockResolvedValueOnce({ ...scoreLeadsExample(), scores: [], problems });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'withheld')).toBe('Not shown: this lead is part of a test.');
    expect(findById(card, 'score')).toBeNull();
    expect(findById(card, 'error')).toBeNull();
    expect(findById(card, 'empty')).toBeNull();
    await expect(card).toBeAccessible();

    mockedScoreLead.mockResolvedValueOnce(scoreLeadsExample());
    findById(card, 'refresh')?.click();
    await settle();
    expect(findById(card, 'withheld')).toBeNull();
    expect(textOf(card, 'score')).toBe('87');
  });

  it('shows a text if the lead has no score yet', async () => {
    mockedScoreLead.mockResolvedValue({ ...scoreLeadsExample(), scores: [] });
    const card = showCard();
    leads.emit(leadRecord({ ...unscored, IsConverted: true }));
    await settle();
    expect(textOf(card, 'empty')).toBe('This lead has not been scored yet.');
    expect(mockedScoreLead).not.toHaveBeenCalled();
    await expect(card).toBeAccessible();
  });

  it('keeps the stored score and marks it as stale if the service does not respond', async () => {
    mockedScoreLead.mockRejectedValue(failure);
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'score')).toBe('86');
    expect(textOf(card, 'stale')).toBe(
      'This is the stored score of 22 Nov 2026, 02:00. The live score could not be fetched.',
    );
    expect(textOf(card, 'error')).toContain(failure.body.message);
    await expect(card).toBeAccessible();
  });

  it('shows the error if no score is stored, and lets the user try again', async () => {
    mockedScoreLead.mockRejectedValueOnce(failure).mockResolvedValueOnce(scoreLeadsExample());
    const card = showCard();
    leads.emit(leadRecord(unscored));
    await settle();
    expect(findById(card, 'error')?.getAttribute('role')).toBe('alert');
    expect(textOf(card, 'error')).toBe(failure.body.message);
    expect(findById(card, 'empty')).toBeNull();
    await expect(card).toBeAccessible();

    findById(card, 'refresh')?.click();
    await settle();
    expect(findById(card, 'error')).toBeNull();
    expect(textOf(card, 'score')).toBe('87');
  });

  it('shows the error if the user may not read the lead, and fetches no score', async () => {
    const card = showCard();
    leads.error({ message: 'You do not have access to this lead.' });
    await settle();
    expect(textOf(card, 'error')).toBe('You do not have access to this lead.');
    expect(mockedScoreLead).not.toHaveBeenCalled();
    await expect(card).toBeAccessible();
  });

  it('fetches the score again when the button is pressed, but not while it is loading', async () => {
    const card = await showLiveScore();
    const button = findById(card, 'refresh') as (HTMLElement & { disabled: boolean }) | null;
    expect(button?.disabled).toBe(false);
    mockedScoreLead.mockReturnValue(never);
    button?.click();
    await settle();
    expect(mockedScoreLead).toHaveBeenCalledTimes(2);
    expect(button?.disabled).toBe(true);
  });

  it('fetches the score once per lead, however often the record is provided', async () => {
    const card = await showLiveScore();
    leads.emit(leadRecord({ Leadlight_Score__c: 85 }));
    await settle();
    expect(mockedScoreLead).toHaveBeenCalledTimes(1);
    expect(textOf(card, 'score')).toBe('87');
  });

  it('ignores a response that arrives after the page has moved to another lead', async () => {
    let answer: (response: ReturnType<typeof scoreLeadsExample>) => void = () => undefined;
    mockedScoreLead.mockReturnValueOnce(new Promise((resolve) => (answer = resolve))).mockReturnValueOnce(never);
    const card = showCard();
    leads.emit(leadRecord());
    card.recordId = '00Q5g00000KpXc2EAF';
    leads.emit({ ...leadRecord({ Leadlight_Score__c: 23, Leadlight_Band__c: 'D' }), id: '00Q5g00000KpXc2EAF' });
    answer(scoreLeadsExample());
    await settle();
    expect(textOf(card, 'score')).toBe('23');
    expect(textOf(card, 'likelihood')).toBe('Less promising than most');
  });

  it('keeps the last score of a converted lead and fetches none', async () => {
    const card = showCard();
    leads.emit(leadRecord({ IsConverted: true }));
    await settle();
    expect(textOf(card, 'converted')).toBe('This lead is converted. Its last score is kept.');
    expect(textOf(card, 'score')).toBe('86');
    expect(mockedScoreLead).not.toHaveBeenCalled();
    await expect(card).toBeAccessible();
  });

  it('shows past scores and what changed after the live score has arrived', async () => {
    mockedListScores.mockResolvedValue(pastScores);
    const card = await showLiveScore();
    expect(mockedListScores).toHaveBeenCalledWith({ leadId });
    expect(textOf(card, 'change')).toMatch(/^−18 since/);
    expect(textOf(card, 'cause')).toBe('A new model computed the score.');
    await expect(card).toBeAccessible();
  });

  it('shows everything else if past scores cannot be fetched', async () => {
    mockedListScores.mockRejectedValue(failure);
    const card = await showLiveScore();
    expect(textOf(card, 'score')).toBe('87');
    expect(findById(card, 'error')).toBeNull();
    expect(findById(card, 'change')).toBeNull();
  });

  it('says which values could not be read', async () => {
    const example = scoreLeadsExample();
    const warnings = [
      { code: 'not_a_number' as const, field: 'NumberOfEmployees' },
      { code: 'unknown_field' as const, count: 3 },
    ];
    mockedScoreLead.mockResolvedValue({ ...example, scores: [{ ...example.scores[0]!, warnings }] });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'warnings')).toContain('is not a number and was not counted.');
    expect(textOf(card, 'warnings')).toContain('… is not a field of this org and was not counted.');
  });

  it('warns if few past leads had a similar score', async () => {
    const example = scoreLeadsExample();
    const [first] = example.scores;
    const similarLeads = { count: 7, converted: 0.0714, low: 0.01, high: 0.4 };
    mockedScoreLead.mockResolvedValue({ ...example, scores: [{ ...first!, similarLeads, warnings: [] }] });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'warnings')).toBe('Only 7 past leads had a similar score, so use the score with care.');
    expect(textOf(card, 'similarLeads')).toBe('Of 7 past leads with a similar score, 7.1% converted (1%–40%).');
  });

  it('warns if similar past leads had both outcomes', async () => {
    const { scores, ...example } = scoreLeadsExample();
    const uncertain = { ...scores[0]!, uncertain: true as const, warnings: [] };
    mockedScoreLead.mockResolvedValue({ ...example, scores: [uncertain] });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'warnings')).toBe('Similar past leads had both outcomes: the model is uncertain.');
    await expect(card).toBeAccessible();
  });

  it('shows that the score comes from the points table if no model is active', async () => {
    const { model, ...example } = scoreLeadsExample();
    mockedScoreLead.mockResolvedValue({ ...example, model: { ...model, byRules: true } });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'by-rules')).toBe('Scored by rules: no model has learned from your leads yet.');
    await expect(card).toBeAccessible();
  });

  it('does not mention rules if a model is active', async () => {
    expect(findById(await showLiveScore(), 'by-rules')).toBeNull();
  });

  it.each([
    'Lead scoring is not connected yet. Please ask your administrator to finish the setup.',
    'The scoring service took too long to answer. Please try again.',
    'The scoring service rejected the request. Please ask your administrator to check its key.',
    'There is no scoring model yet. Scores appear when your administrator has trained one.',
    'You do not have access to this lead, or it was deleted.',
    'The scoring service is busy. Please try again in a minute.',
  ])('keeps the stored score and shows the message: %s', async (message) => {
    mockedScoreLead.mockRejectedValue({ body: { message } });
    const card = showCard();
    leads.emit(leadRecord());
    await settle();
    expect(textOf(card, 'score')).toBe('86');
    expect(textOf(card, 'error')).toContain(message);
    expect(findById(card, 'refresh')).toHaveProperty('disabled', false);
  });

  it('shows a stored score without reasons if the field is not valid', async () => {
    mockedScoreLead.mockReturnValue(never);
    const card = showCard();
    leads.emit(leadRecord({ Leadlight_Reasons__c: 'edited by hand' }));
    await settle();
    expect(textOf(card, 'score')).toBe('86');
    expect(findById(card, 'reasons')).toBeNull();
  });
});
