import { likelihoodText, unrankedText } from 'c/scoreWords';

describe('likelihoodText', () => {
  it.each([
    [99, 'Among the most promising'],
    [80, 'Among the most promising'],
    [79, 'More promising than most'],
    [52, 'About as promising as most'],
    [39, 'Less promising than most'],
    [1, 'Among the least promising'],
  ])('follows the score %i', (score, words) => {
    expect(likelihoodText(score)).toBe(words);
  });
});

describe('unrankedText', () => {
  it('names the reason, with its value where there is one', () => {
    expect(unrankedText({ code: 'closed_status', value: 'Unqualified' })).toBe('closed status (Unqualified)');
    expect(unrankedText({ code: 'past_horizon', value: '90' })).toBe('too old for the model (90 days)');
    expect(unrankedText({ code: 'no_contact', value: null })).toBe('no contact details');
    expect(unrankedText({ code: 'made_up_name' })).toBe('made-up name');
  });

  it('shows the code of a reason that a newer service gives', () => {
    expect(unrankedText({ code: 'on_holiday', value: null })).toBe('on_holiday');
  });
});
