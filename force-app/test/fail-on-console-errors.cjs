/** Fails a test in which LWC or a component writes errors to the console. */
const errors = [];
const error = console.error;

beforeEach(() => {
  errors.length = 0;
  console.error = (...args) => errors.push(args.map(String).join(' '));
});

afterEach(() => {
  console.error = error;
  if (errors.length > 0) throw new Error(`Errors on the console:\n${errors.join('\n')}`);
});
