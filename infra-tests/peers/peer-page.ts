// docs/peer-suites.md: what public suites say of the local cloud, and the table in figures.

import { readFileSync } from 'node:fs';
import type { RecordedRow } from '../recorded/recorded-row.ts';
import type { PeerSuiteResult } from './peer-results.ts';

/** Where results and page are kept, from the project's directory. */
export const PEER_PATHS = {
  results: 'infra-tests/peers/peer-results.json',
  page: 'docs/peer-suites.md',
} as const;

/** The recorded results: when, and of which suites. */
export type PeerRecord = {
  readonly recordedOn: string;
  readonly suites: readonly PeerSuiteResult[];
};

/** The committed results. */
export function readPeerRecord(): PeerRecord {
  return JSON.parse(readFileSync(PEER_PATHS.results, 'utf8')) as PeerRecord;
}

/** The whole page, with its last line end. */
export function peerPage(record: PeerRecord, rows: readonly RecordedRow[]): string {
  return [...suitesPart(record), ...tablePart(rows), ''].join('\n');
}

/** The part of the page that the committed results alone decide. */
export function suitesPart({ recordedOn, suites }: PeerRecord): string[] {
  return [
    '# Peer suites',
    '',
    INTRODUCTION,
    '',
    '## Suites from registries',
    '',
    `Last recorded on ${recordedOn} with the local cloud of that commit.`,
    '',
    '| Suite | Version | Agree | Differ | Unsupported |',
    '| --- | --- | --- | --- | --- |',
    ...suites.map(({ suite, version, outcomes: { agrees, differs, unsupported } }) => {
      const counts = [agrees, differs, unsupported].map(({ length }) => length);
      return `| ${[suite, version, ...counts].join(' | ')} |`;
    }),
    '',
    REGISTRIES,
    '',
    ...BEFORE,
    '',
  ];
}

function tablePart(rows: readonly RecordedRow[]): string[] {
  const services = [...new Set(rows.map(({ service }) => service))];
  return [
    '## Our own table of recorded answers',
    '',
    TABLE,
    '',
    '| Service | Rows | Agree | Marked as different |',
    '| --- | --- | --- | --- |',
    ...services.map((service) =>
      countsRow(
        service,
        rows.filter((row) => row.service === service),
      ),
    ),
    countsRow('all', rows),
    '',
    '| Recorded by | Rows |',
    '| --- | --- |',
    ...countsBySuite(rows),
    ...differencesPart(rows.filter(({ differs }) => differs !== undefined)),
  ];
}

function countsRow(name: string, rows: readonly RecordedRow[]): string {
  const marked = rows.filter(({ differs }) => differs !== undefined).length;
  return `| ${[name, rows.length, rows.length - marked, marked].join(' | ')} |`;
}

function countsBySuite(rows: readonly RecordedRow[]): string[] {
  const counts = new Map<string, number>();
  for (const { source } of rows) counts.set(source.suite, (counts.get(source.suite) ?? 0) + 1);
  const bySize = [...counts].sort(([, one], [, other]) => other - one);
  return bySize.map(([suite, count]) => `| ${suite} | ${count} |`);
}

function differencesPart(marked: readonly RecordedRow[]): string[] {
  if (marked.length === 0) return [];
  return [
    '',
    '### Rows that differ, and why they are left so',
    '',
    ...marked.map(({ service, title, differs }) => `- ${service}: ${title}. ${differs}`),
  ];
}

const INTRODUCTION = [
  'What others expect of AWS, asked of the local cloud. This page is generated:',
  '`npm run peers -- --update` runs the suites and writes it. CI runs them, too, and fails where a',
  'test that agreed before does not any more. **Agree**: the test passes. **Unsupported**: it',
  'fails after it asked for something that the local cloud does not have and says so.',
  '**Differ**: it fails otherwise.',
].join('\n');

const REGISTRIES = [
  'The source package of moto on PyPI carries its tests. They run over HTTP against the',
  '[local endpoint](local-endpoint.md), which starts anew when they ask for it.',
  'Those that are verified on AWS count as recordings; of tables only these are run. The others',
  'say what the authors of moto believe, and many ask for FIFO queues, tags or settings of moto',
  'itself. What pytest skips is left out.',
  '',
  'The packages of dynalite, aws-local-stepfunctions and asl-validator on npm carry no tests, and',
  'the source package of LocalStack none either (looked up on 2026-11-29, npm also in older',
  'versions). What their suites recorded or checked is in our own table, in our words.',
].join('\n');

const TABLE = [
  'Each [row](../infra-tests/recorded/recorded-row.ts) has a call, the answer of AWS, and who',
  'recorded it when. `npx jest infra-tests/recorded` asks the local cloud; it fails where a row',
  'differs that is not marked, or agrees although it is.',
].join('\n');

/** Of the review at commit 4e42fa0, whose shim ran the suites' sources and not their packages. */
const BEFORE = [
  'Before the kinds of that review were mended (commit 4e42fa0, by hand, from the sources):',
  '',
  '| Suite | Cases | Agree | Differ | Unsupported |',
  '| --- | --- | --- | --- | --- |',
  '| moto, verified on AWS, DynamoDB | 176 | 79 | 73 | 24 |',
  '| moto, verified on AWS, SQS and Step Functions | 29 | 6 | 15 | 8 |',
  '| nubo-db/dynamodb-conformance | 601 | 391 | 50 | 117 |',
  '| dynalite, functionality | 221 | 197 | 0 | 5 |',
  '| dynalite, validations | 414 | 105 | 192 | 117 |',
  '| LocalStack, SQS | 372 | 61 | 15 | 25 |',
  '| aws-local-stepfunctions | 245 | 213 | 32 | 0 |',
  '| asl-validator | 112 | 53 | 9 | 50 |',
];
