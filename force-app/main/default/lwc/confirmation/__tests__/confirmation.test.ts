import Confirmation from 'c/confirmation';
import { clearPage, findById, settle, show, textOf } from '../../../../../test/page';

async function ask() {
  const element = show('c-confirmation', Confirmation, { question: 'Stop the experiment?', confirmLabel: 'Stop' });
  const answers: string[] = [];
  for (const answer of ['confirm', 'cancel']) element.addEventListener(answer, () => answers.push(answer));
  await settle();
  return { element, answers };
}

describe('confirmation', () => {
  afterEach(clearPage);

  it('asks the question, by the name of the group too', async () => {
    const { element, answers } = await ask();
    expect(element.shadowRoot!.querySelector('[role="group"]')!.getAttribute('aria-label')).toBe(
      'Stop the experiment?',
    );
    expect(textOf(element, 'question-text')).toBe('Stop the experiment?');
    expect([textOf(element, 'confirm'), textOf(element, 'cancel')]).toEqual(['Stop', 'Cancel']);
    await expect(element).toBeAccessible();
    expect(answers).toEqual([]);
  });

  it.each(['confirm', 'cancel'])('fires "%s" on its button, and nothing else', async (answer) => {
    const { element, answers } = await ask();
    findById(element, answer)!.click();
    expect(answers).toEqual([answer]);
  });
});
