import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPackage } from './metadata/package.mjs';
import { checkWsdl } from './metadata/wsdl.mjs';

const REPORT = 'reports/Leadlight/Conversion_By_Band.report-meta.xml';

/** The faults of one file of the package after a change. */
function faultsAfter(path, from, to) {
  const text = readPackage().get(path);
  assert.ok(text.includes(from), `${path} contains ${from}`);
  return checkWsdl(new Map([[path, text.replace(from, to)]])).faults;
}

describe('checkWsdl', () => {
  it('accepts the package', () => {
    assert.deepEqual(checkWsdl(readPackage()).faults, []);
  });

  it('rejects a value that the enumeration does not have, with the line', () => {
    assert.deepEqual(faultsAfter(REPORT, 'VerticalColumnStackedTo100', 'VerticalColumnStacked100'), [
      `${REPORT}:11: 'VerticalColumnStacked100' is not a valid value for the enum 'ChartType'`,
    ]);
  });

  it('rejects an unknown element', () => {
    assert.deepEqual(faultsAfter(REPORT, '<showDetails>', '<orderBy>x</orderBy><showDetails>'), [
      `${REPORT}:63: Error parsing file: Element {http://soap.sforce.com/2006/04/metadata}orderBy invalid at this location in type Report`,
    ]);
  });

  it('rejects a missing required element', () => {
    assert.deepEqual(faultsAfter(REPORT, /<format>\w+<\/format>/.exec(readPackage().get(REPORT))[0], ''), [
      `${REPORT}:2: Required field is missing: format`,
    ]);
  });

  it('rejects a boolean that is neither true nor false', () => {
    const path = 'objects/Lead/fields/Leadlight_Error__c.field-meta.xml';
    assert.deepEqual(faultsAfter(path, '<unique>false</unique>', '<unique>no</unique>'), [
      `${path}:11: 'no' is not a valid value for the type xsd:boolean`,
    ]);
  });
});
