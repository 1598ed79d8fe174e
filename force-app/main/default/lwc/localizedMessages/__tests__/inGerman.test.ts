import '../../../../../test/in-german';
import { joinMessages } from 'c/localizedMessages';
import { message } from '../../../../../test/messages';

const nameOf = (field: string) => field;

describe('joinMessages in another language', () => {
  it('come by code, with numbers as that language writes them', () => {
    expect(joinMessages([message('worse_on_newer', ['auc', 0.71], ['auc', 0.83])], nameOf)).toEqual({
      text: expect.stringMatching(/^Bei neueren Leads ist es deutlich schlechter \(AUC 0,71\)/),
      lang: undefined,
    });
  });

  it('stay English, and say so to a screen reader, where the code is not known', () => {
    expect(joinMessages([message('on_holiday')], nameOf)).toEqual({ text: 'English.', lang: 'en' });
  });
});
