import ScoreRing from 'c/scoreRing';
import { clearPage, settle, show, textOf } from '../../../../../test/page';

const showRing = async (score: number, band = 'A') => {
  const element = show('c-score-ring', ScoreRing, { score, band });
  await settle();
  return element;
};
const arc = (element: HTMLElement) =>
  element.shadowRoot!.querySelector('.arc')!.getAttribute('stroke-dasharray')!.split(' ').map(Number);

describe('scoreRing', () => {
  afterEach(clearPage);

  it('has a description for screen readers', async () => {
    const element = await showRing(87);
    expect(textOf(element, 'score')).toBe('87');
    expect(element.shadowRoot!.querySelector('[role="img"]')?.getAttribute('aria-label')).toMatch(/87/);
    await expect(element).toBeAccessible();
  });

  it('is full at the highest score and nearly empty at the lowest', async () => {
    const [full, rest] = arc(await showRing(99));
    expect(rest).toBe(0);
    expect(arc(await showRing(1, 'D'))[0]! / full!).toBeCloseTo(1 / 99, 2);
  });
});
