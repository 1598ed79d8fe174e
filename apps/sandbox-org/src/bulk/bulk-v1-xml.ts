import { XMLParser } from 'fast-xml-parser';
import { badRequest } from '../org/api-error.ts';

/** The content of an XML element: text, or elements by name. */
export type XmlContent = string | number | { readonly [name: string]: XmlContent | readonly XmlContent[] | undefined };

const NAMESPACE = 'http://www.force.com/2009/06/asyncapi/dataload';

const escapeXml = (text: string): string => text.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`);

function toElements(content: XmlContent): string {
  if (typeof content !== 'object') return escapeXml(String(content));
  return Object.entries(content)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [value].flat().map((each) => `<${name}>${toElements(each)}</${name}>`),
    )
    .join('');
}

export const toBulkV1Xml = (root: string, content: XmlContent): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="${NAMESPACE}">${toElements(content)}</${root}>`;

const parser = new XMLParser({ parseTagValue: false, processEntities: false });

/** The elements in `<jobInfo>`. @throws ApiError InvalidJob */
export function parseJobInfo(xml: string): Readonly<Record<string, unknown>> {
  const { jobInfo } = parser.parse(xml) as { readonly jobInfo?: Readonly<Record<string, unknown>> };
  if (typeof jobInfo !== 'object') throw badRequest('InvalidJob', 'Unable to parse Job');
  return jobInfo;
}
