import giveFeedback from '@salesforce/apex/LeadScoreController.giveFeedback';
import ScoreFeedback from 'c/scoreFeedback';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadScoreController.giveFeedback', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const asked = giveFeedback as jest.MockedFunction<typeof giveFeedback>;
const leadId = '00Q5g00000KpXc2EAF';
const modelId = '9f2c41d07be35a68';
const inputHash = '5b0f'.repeat(16);
const showFeedback = async () => {
  const element = show('c-score-feedback', ScoreFeedback, { leadId, modelId, inputHash });
  await settle();
  return element;
};

async function press(element: Element, id: string) {
  findById(element, id)?.click();
  await settle();
}

describe('scoreFeedback', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
  });

  it('sends a yes with one click', async () => {
    asked.mockResolvedValue(undefined);
    const element = await showFeedback();
    await expect(element).toBeAccessible();
    await press(element, 'agree');
    expect(asked).toHaveBeenCalledWith({ leadId, feedback: { modelId, inputHash, verdict: 'agree', comment: '' } });
    expect(textOf(element, 'feedback-status')).toBe('Thank you. Your feedback is stored with the score.');
    await expect(element).toBeAccessible();
  });

  it('sends a no with a comment', async () => {
    asked.mockResolvedValue(undefined);
    const element = await showFeedback();
    await press(element, 'disagree');
    expect(asked).not.toHaveBeenCalled();
    await expect(element).toBeAccessible();
    (findById(element, 'comment') as HTMLTextAreaElement).value = 'They were bought.';
    await press(element, 'send');
    expect(asked).toHaveBeenCalledWith({
      leadId,
      feedback: { modelId, inputHash, verdict: 'disagree', comment: 'They were bought.' },
    });
    expect(findById(element, 'comment')).toBeNull();
  });

  it('keeps the comment after an error', async () => {
    asked.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showFeedback();
    await press(element, 'disagree');
    (findById(element, 'comment') as HTMLTextAreaElement).value = 'They were bought.';
    await press(element, 'send');
    expect(textOf(element, 'feedback-error')).toBe('The scoring service is busy.');
    expect((findById(element, 'comment') as HTMLTextAreaElement).value).toBe('They were bought.');
    await expect(element).toBeAccessible();
  });

  it('uses real buttons', async () => {
    const element = await showFeedback();
    expect(['agree', 'disagree'].map((id) => findById(element, id)?.tagName)).toEqual(['BUTTON', 'BUTTON']);
  });
});
