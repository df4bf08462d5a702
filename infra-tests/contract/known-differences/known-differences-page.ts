// docs/known-differences.md as the committed list gives it.

import { readFileSync } from 'node:fs';
import type { EngineRecord, KnownDifference, KnownDifferences } from './known-differences.ts';

/** Where the list and the page are kept, from the project's directory. */
export const KNOWN_DIFFERENCES_PATHS = {
  list: 'infra-tests/contract/known-differences.json',
  page: 'docs/known-differences.md',
} as const;

/** The committed list, read from the project's directory. */
export function readKnownDifferences(): KnownDifferences {
  return JSON.parse(readFileSync(KNOWN_DIFFERENCES_PATHS.list, 'utf8')) as KnownDifferences;
}

/** The page, with its last line end. */
export function knownDifferencesPage({ recordedOn, engines }: KnownDifferences): string {
  return [
    '# Known differences from AWS',
    '',
    INTRODUCTION,
    '',
    `Last recorded on ${recordedOn}. A cell says how many cases passed, of how many.`,
    '',
    ...countsTable(engines),
    ...engines.flatMap(engineSection),
    '',
  ].join('\n');
}

const INTRODUCTION = [
  'Where engines answer other than AWS documents, as the',
  '[contract suite](../infra-tests/contract/contract-case.ts) saw it. This page is generated:',
  '`npx node infra-tests/contract/main.ts --engine NAME --update` runs the suite on an engine and',
  'writes it. CI runs the suite on every engine, and fails where one differs in a case that is',
  'not listed here, answers one otherwise than listed, or no longer differs in one that is. The',
  'local cloud has to pass every case, in the process and over HTTP as `local-endpoint`.',
  'Nobody has run the suite against AWS itself, though [it can be](on-aws.md#the-contract): what',
  'is expected is what its documentation says, or what AWS was recorded to answer where that is',
  'otherwise ([peer-suites.md](peer-suites.md)).',
].join('\n');

const SERVICES = ['sqs', 'dynamodb', 'states', 'mapping'] as const;

function countsTable(engines: readonly EngineRecord[]): string[] {
  const rows = engines.map(({ engine, version, cases, differences }) => {
    const cells = SERVICES.map((service) => {
      const count = cases[service];
      if (count === undefined) return '';
      const failed = differences.filter((one) => one.service === service).length;
      return `${count - failed} of ${count}`;
    });
    return `| ${[engine, version, ...cells].join(' | ')} |`;
  });
  return [
    '| Engine | Version | SQS | DynamoDB | Step Functions | Event source mappings |',
    '| --- | --- | --- | --- | --- | --- |',
    ...rows,
  ];
}

function engineSection({ engine, differences }: EngineRecord): string[] {
  if (differences.length === 0) return [];
  return [
    '',
    `## ${engine}`,
    '',
    '| Case | AWS documents | Answer |',
    '| --- | --- | --- |',
    ...differences.map(row),
  ];
}

function row({ service, title, kind, expected, got, alsoGot = [] }: KnownDifference): string {
  const answers = [got, ...alsoGot].map(code).join(' or ');
  const answer = kind === 'unsupported' ? 'it does not have the operation' : answers;
  const cells = [`${service}: ${title}`, code(expected), answer];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

/** JSON as code. */
function code(value: unknown): string {
  return `\`${JSON.stringify(value ?? null).replaceAll('`', "'")}\``;
}
