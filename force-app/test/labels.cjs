/** Mocks the labels with the English texts of the metadata. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const file = join(__dirname, '../main/default/labels/CustomLabels.labels-meta.xml');
const unescape = (text) =>
  text.replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => ({ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" })[name]);

for (const [, name, value] of readFileSync(file, 'utf8').matchAll(
  /<fullName>(\w+)<\/fullName>[\s\S]*?<value>([\s\S]*?)<\/value>/g,
)) {
  jest.doMock(`@salesforce/label/c.${name}`, () => ({ __esModule: true, default: unescape(value) }), { virtual: true });
}
