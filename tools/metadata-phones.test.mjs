import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkPhones } from './metadata/phones.mjs';
import { readPackage } from './metadata/package.mjs';

const PAGE = 'flexipages/Leadlight_Lead_Record_Page.flexipage-meta.xml';

function faultsAfter(path, from, to) {
  const files = readPackage();
  const text = files.get(path);
  assert.ok(text.includes(from), `${path} contains ${from}`);
  return checkPhones(files.set(path, text.replace(from, to))).faults;
}

describe('checkPhones', () => {
  it('accepts the package', () => {
    assert.deepEqual(checkPhones(readPackage()).faults, []);
  });

  it('rejects a lead page that is shown on desktops only', () => {
    assert.deepEqual(
      faultsAfter(
        'applications/Leadlight.app-meta.xml',
        '<formFactor>Small</formFactor>',
        '<formFactor>Large</formFactor>',
      ),
      [`${PAGE}: no app shows the page in the form factor Small`],
    );
  });

  it('rejects a component that does not support phones', () => {
    assert.deepEqual(
      faultsAfter('lwc/leadScoreCard/leadScoreCard.js-meta.xml', '<supportedFormFactor type="Small" />', ''),
      [`${PAGE}: the component leadScoreCard does not support phones`],
    );
  });
});
