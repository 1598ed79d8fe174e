import { reduceErrors } from 'c/errors';

const fallback = 'Something went wrong.';

describe('reduceErrors', () => {
  it.each([
    ['an Apex exception', { body: { message: 'No model yet.' } }, ['No model yet.']],
    ['a failed wire', [{ body: { message: 'One.' } }, { body: { message: 'Two.' } }], ['One.', 'Two.']],
    ['a list of faults', { body: [{ message: 'One.' }, { message: 'One.' }] }, ['One.']],
    ['a rejected record', { body: { message: 'One.', pageErrors: [{ message: 'Two.' }] } }, ['One.', 'Two.']],
    ['an error of JavaScript', new TypeError('Not a function.'), ['Not a function.']],
    ['a failure that says nothing', { status: 500 }, [fallback]],
    ['nothing', undefined, [fallback]],
    ['an empty list', [], [fallback]],
  ])('finds the messages of %s', (_, failure, sentences) => {
    expect(reduceErrors(failure, fallback)).toEqual(sentences);
  });
});
