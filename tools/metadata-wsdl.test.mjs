import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPackage } from './metadata/package.mjs';
import { checkWsdl, readWsdl } from './metadata/wsdl.mjs';

const REPORT = 'reports/Leadlight/Conversion_By_Band.report-meta.xml';
const wsdl = readWsdl();
/** The faults of one file of the package after a change. */
function faultsAfter(path, from, to) {
  const text = readPackage().get(path);
  assert.ok(text.includes(from), `${path} contains ${from}`);
  return checkWsdl(new Map([[path, text.replace(from, to)]]), wsdl).faults;
}

describe('checkWsdl', () => {
  it('accepts the package', () => {
    assert.deepEqual(checkWsdl(readPackage(), wsdl).faults, []);
  });

  it('rejects a value that the enumeration does not have, with the place', () => {
    assert.deepEqual(faultsAfter(REPORT, 'VerticalColumnStackedTo100', 'VerticalColumnStacked100'), [
      `${REPORT}: "VerticalColumnStacked100" is no value of ChartType (ReportChart.chartType)`,
    ]);
  });

  it('rejects an unknown element', () => {
    assert.deepEqual(faultsAfter(REPORT, '<showDetails>', '<orderBy>x</orderBy><showDetails>'), [
      `${REPORT}: Report has no element orderBy`,
    ]);
  });

  it('rejects a missing required element', () => {
    assert.deepEqual(faultsAfter(REPORT, /<format>\w+<\/format>/.exec(readPackage().get(REPORT))[0], ''), [
      `${REPORT}: Report needs the element format`,
    ]);
  });

  it('rejects a truth value that is neither true nor false', () => {
    const path = 'objects/Lead/fields/Leadlight_Error__c.field-meta.xml';
    assert.deepEqual(faultsAfter(path, '<unique>false</unique>', '<unique>no</unique>'), [
      `${path}: "no" is not true or false (CustomField.unique)`,
    ]);
  });
});
