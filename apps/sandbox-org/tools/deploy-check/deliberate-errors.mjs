import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const XML = '<?xml version="1.0" encoding="UTF-8"?>\n';
const metadata = (root, inner) =>
  `${XML}<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}\n</${root}>\n`;
const CLASS = metadata('ApexClass', '<apiVersion>68.0</apiVersion>\n<status>Active</status>');
const types = (members) =>
  Object.entries(members)
    .map(
      ([name, list]) =>
        `<types>${list.map((each) => `<members>${each}</members>`).join('')}<name>${name}</name></types>`,
    )
    .join('\n');
const manifest = (members) => metadata('Package', `${types(members)}\n<version>68.0</version>`);

/** A report with a value that its enumeration does not have, a tab of a page that does not exist, and a class that does not compile. */
const INVALID = {
  'package.xml': manifest({ Report: ['Leadlight/Faulty'], CustomTab: ['Faulty'], ApexClass: ['Faulty'] }),
  'reports/Leadlight/Faulty.report': metadata(
    'Report',
    '<chart>\n<backgroundColor1>#FFFFFF</backgroundColor1>\n<backgroundColor2>#FFFFFF</backgroundColor2>\n' +
      '<backgroundFadeDir>Diagonal</backgroundFadeDir>\n<chartType>VerticalColumnStacked100</chartType>\n' +
      '<groupingColumn>STATUS</groupingColumn>\n<legendPosition>Right</legendPosition>\n<location>CHART_TOP</location>\n' +
      '<size>Medium</size>\n<summaryAxisRange>Auto</summaryAxisRange>\n<textColor>#000000</textColor>\n<textSize>12</textSize>\n' +
      '<titleColor>#000000</titleColor>\n<titleSize>18</titleSize>\n</chart>\n' +
      '<format>Summary</format>\n<name>Faulty</name>\n<reportType>LeadList</reportType>\n' +
      '<timeFrameFilter>\n<dateColumn>CREATED_DATE</dateColumn>\n<interval>INTERVAL_CUSTOM</interval>\n</timeFrameFilter>',
  ),
  'tabs/Faulty.tab': metadata(
    'CustomTab',
    '<flexiPage>Page_Not_There</flexiPage>\n<label>Faulty</label>\n<motif>Custom63: Chip</motif>',
  ),
  'classes/Faulty.cls': 'public class Faulty {\n  public static Integer two() {\n    return notDeclared + 1;\n  }\n}\n',
  'classes/Faulty.cls-meta.xml': CLASS,
};

const BRANCHES = Array.from(
  { length: 12 },
  (_, index) => `    if (value == ${index}) {\n      return ${index} * 2;\n    }`,
);

/** A test that fails, and a class of which it runs less than 75 %. */
const UNTESTED = {
  'package.xml': manifest({ ApexClass: ['Faulty', 'FaultyTest'] }),
  'classes/Faulty.cls': `public class Faulty {\n  public static Integer twice(Integer value) {\n${BRANCHES.join('\n')}\n    return 0;\n  }\n}\n`,
  'classes/Faulty.cls-meta.xml': CLASS,
  'classes/FaultyTest.cls':
    '@IsTest\nprivate class FaultyTest {\n  @IsTest\n  static void it_should_double() {\n' +
    "    Assert.areEqual(3, Faulty.twice(0), 'deliberate failure');\n  }\n}\n",
  'classes/FaultyTest.cls-meta.xml': CLASS,
};

function write(folder, files) {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}

/** @returns arguments of `sf` that deploy the errors of one kind */
export const deliberateErrors = (folder) => ({
  invalid: ['--metadata-dir', write(join(folder, 'invalid'), INVALID), '--single-package'],
  untested: [
    ...['--metadata-dir', write(join(folder, 'untested'), UNTESTED), '--single-package'],
    ...['--test-level', 'RunSpecifiedTests', '--tests', 'FaultyTest'],
  ],
});

/** Files that deploy a record of settings. @param source its file in source format */
export const settingsFiles = (source) => ({
  'package.xml': manifest({ CustomMetadata: ['Leadlight_Setting.Default'] }),
  'customMetadata/Leadlight_Setting.Default.md': source,
});
