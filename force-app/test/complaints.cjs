/** What LWC or a component complains of on the console fails the test that brought it about. */
const complaints = [];
const error = console.error;

beforeEach(() => {
  complaints.length = 0;
  console.error = (...said) => complaints.push(said.map(String).join(' '));
});

afterEach(() => {
  console.error = error;
  if (complaints.length > 0) throw new Error(`The console was told of errors:\n${complaints.join('\n')}`);
});
