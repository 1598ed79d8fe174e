import giveFeedback from '@salesforce/apex/LeadScoreController.giveFeedback';
import ReasonFeedback from 'c/reasonFeedback';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

jest.mock('@salesforce/apex/LeadScoreController.giveFeedback', () => ({ __esModule: true, default: jest.fn() }), {
  virtual: true,
});

const asked = giveFeedback as jest.MockedFunction<typeof giveFeedback>;
const stamp = { leadId: '00Q5g00000KpXc1EAF', modelId: '9f2c41d07be35a68', inputHash: '5b0f'.repeat(16) };

const showFeedback = async () => {
  const element = show('c-reason-feedback', ReasonFeedback, { stamp, feature: 'employees', name: 'Employees' });
  await settle();
  return element;
};

const verdictsOf = (element: Element) => [...element.shadowRoot!.querySelectorAll<HTMLButtonElement>('[data-verdict]')];

async function open(element: Element): Promise<void> {
  findById(element, 'say')?.click();
  await settle();
}

describe('reasonFeedback', () => {
  afterEach(() => {
    clearPage();
    asked.mockReset();
  });

  it('opens with a button that names the reason', async () => {
    const element = await showFeedback();
    const toggle = findById(element, 'say')!;
    expect(toggle.getAttribute('aria-label')).toBe('Say whether this is right: Employees');
    expect(verdictsOf(element)).toEqual([]);
    await open(element);
    expect(toggle.getAttribute('aria-expanded')).toBe('true');
    expect(verdictsOf(element).map(({ textContent }) => textContent)).toEqual(['Wrong', 'Out of date', 'Helpful']);
    await expect(element).toBeAccessible();
    await open(element);
    expect(verdictsOf(element)).toEqual([]);
  });

  it.each([
    [0, 'wrong'],
    [1, 'out_of_date'],
    [2, 'helpful'],
  ])('sends the verdict with the score of the reason (%i: %s)', async (index, verdict) => {
    asked.mockResolvedValue(undefined);
    const element = await showFeedback();
    await open(element);
    verdictsOf(element)[index]!.click();
    await settle();
    const { leadId, modelId, inputHash } = stamp;
    expect(asked.mock.calls).toEqual([[{ leadId, feedback: { modelId, inputHash, verdict, feature: 'employees' } }]]);
    expect(textOf(element, 'status')).toBe('Thank you. Your administrator can see it.');
    expect(verdictsOf(element)).toEqual([]);
    await expect(element).toBeAccessible();
  });

  it('lets the user try again after an error', async () => {
    asked.mockRejectedValue({ body: { message: 'The scoring service is busy.' } });
    const element = await showFeedback();
    await open(element);
    verdictsOf(element)[0]!.click();
    await settle();
    expect(textOf(element, 'error')).toBe('The scoring service is busy.');
    expect(verdictsOf(element).map(({ disabled }) => disabled)).toEqual([false, false, false]);
    await expect(element).toBeAccessible();
  });

  it('sends feedback once, however often the button is pressed', async () => {
    asked.mockReturnValue(new Promise(() => undefined));
    const element = await showFeedback();
    await open(element);
    const [wrong] = verdictsOf(element);
    wrong!.click();
    wrong!.click();
    await settle();
    expect(asked).toHaveBeenCalledTimes(1);
  });
});
