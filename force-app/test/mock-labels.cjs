const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { parse } = require('csv-parse/sync');

/** Mocks the custom labels with their texts in a language: a column of `labels.csv`. */
exports.mockLabels = (language) => {
  for (const label of parse(readFileSync(join(__dirname, '../labels.csv')), { columns: true })) {
    jest.doMock(`@salesforce/label/c.Leadlight_${label.name}`, () => ({ __esModule: true, default: label[language] }), {
      virtual: true,
    });
  }
};
