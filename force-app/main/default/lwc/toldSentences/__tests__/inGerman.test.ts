import '../../../../../test/in-german';
import { leftOutReasons } from 'c/leadFeatures';
import { sentenceOf, sentencesOf } from 'c/toldSentences';

const nameOf = (field: string) => field;

describe('sentences in another language', () => {
  it('come by code, with numbers as that language writes them', () => {
    const told = { code: 'worse_on_newer', values: [0.71, 0.83] };
    expect(sentenceOf('It does clearly worse …', told, nameOf)).toEqual({
      text: expect.stringMatching(/^Bei neueren Leads ist es deutlich schlechter \(AUC 0,71\)/),
      lang: undefined,
    });
  });

  it('stay English, and say so to a screen reader, where the code is not known', () => {
    const told = { code: 'on_holiday', values: [] };
    expect(sentenceOf('The model is on holiday.', told, nameOf)).toEqual({
      text: 'The model is on holiday.',
      lang: 'en',
    });
  });

  it('know why a schema leaves a field out', () => {
    const { text, lang } = sentencesOf(`It ${leftOutReasons.own}.`, undefined, nameOf);
    expect(text).not.toContain('written by');
    expect(lang).toBeUndefined();
  });
});
