/** Mocks the custom labels with their English texts. */
const { mockLabels } = require('./mock-labels.cjs');

mockLabels('en_US');
