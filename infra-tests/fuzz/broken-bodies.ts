// Bodies that are wrong in some way, most of them nearly right.
import type { QueueName } from '#domain/limits.ts';
import type { SeededRandom } from '#local-cloud/seeded-random.ts';
import { aValidMessage, below, oneOf } from './valid-messages.ts';

/** What is wrong with a body, and the body. A few turn out to be right all the same. */
export interface BrokenBody {
  readonly what: string;
  readonly body: string;
}

type Breakage = (random: SeededRandom, queue: QueueName, nowMs: number) => string;

/** Draws a body that is wrong in one of many ways, as often as its weight says. */
export function aBrokenBody(random: SeededRandom, queue: QueueName, nowMs: number): BrokenBody {
  let left = random() * weightOfAll;
  for (const [what, { weight, body }] of entries) {
    left -= weight;
    if (left < 0) return { what, body: takenByQueues(body(random, queue, nowMs)) };
  }
  throw new Error('expected the weights to add up to their sum');
}

const mebibyte = 2 ** 20;

const breakages: Readonly<Record<string, { weight: number; body: Breakage }>> = {
  'raw bytes': { weight: 60, body: (random) => rawBytes(random).toString('utf8') },
  'cut short': { weight: 60, body: cutShort },
  'a bit flipped': { weight: 120, body: bitFlipped },
  'JSON of another shape': { weight: 60, body: (random) => oneOf(random, otherJson) },
  'an odd number': { weight: 160, body: (...draw) => oddValue(draw, numericFields, oddNumbers) },
  'an odd text': { weight: 160, body: (...draw) => oddValue(draw, textFields, oddTexts) },
  'a value of another type': {
    weight: 100,
    body: (...draw) => oddValue(draw, [...numericFields, ...textFields], values),
  },
  'an extra field': { weight: 100, body: extraField },
  'a missing field': { weight: 60, body: missingField },
  'a field twice': { weight: 40, body: fieldTwice },
  'a message of another queue': { weight: 40, body: otherQueue },
  'an envelope around it': { weight: 30, body: enveloped },
  'deep nesting': { weight: 4, body: deeplyNested },
  'a long text': { weight: 4, body: (random, ...rest) => longText(random, ...rest, 100_000) },
  'a mebibyte': {
    weight: 0.2,
    body: (random, ...rest) => longText(random, ...rest, mebibyte - 2_000),
  },
};

const entries = Object.entries(breakages);
const weightOfAll = entries.reduce((sum, [, { weight }]) => sum + weight, 0);

function rawBytes(random: SeededRandom): Buffer {
  return Buffer.from(Array.from({ length: 1 + below(random, 300) }, () => below(random, 256)));
}

const valid: Breakage = (random, queue, nowMs) =>
  JSON.stringify(aValidMessage(random, queue, nowMs));

function cutShort(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const text = valid(random, queue, nowMs);
  return text.slice(0, 1 + below(random, text.length - 1));
}

function bitFlipped(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const bytes = Buffer.from(valid(random, queue, nowMs));
  for (let flips = 1 + below(random, 3); flips > 0; flips -= 1) {
    const at = below(random, bytes.length);
    bytes[at] = (bytes[at] ?? 0) ^ (1 << below(random, 8));
  }
  return bytes.toString('utf8');
}

const otherJson = [
  '7',
  'null',
  'true',
  '"NodeLeft"',
  '[]',
  '{}',
  '[{"type":"NodeLeft"}]',
  '{"type":{"type":"NodeLeft"}}',
  '{"type":"__proto__"}',
  '{"type":"constructor","version":1}',
  '{"__proto__":{"type":"NodeLeft","version":1}}',
  '{"constructor":{"prototype":{"isAdmin":true}}}',
  '{"toString":1,"valueOf":1,"hasOwnProperty":1}',
  '\u{feff}{"type":"NodeLeft"}',
  '{"type":"NodeLeft",}',
  "{'type':'NodeLeft'}",
] as const;

const numericFields = [
  'dueAtMs',
  'version',
  'epoch',
  'attempt',
  'admissionAtMs',
  'step',
  'waveIndex',
  'claimedSlots',
  'utcOffsetMinutes',
  'proof.nonce',
  'proof.expiresAtMs',
] as const;

const textFields = ['type', 'id', 'runId', 'cell', 'nodeId', 'cause', 'proof.mac'] as const;

/** As they stand in JSON's text, so that what JSON cannot say is among them. */
const oddNumbers = [
  'NaN',
  'Infinity',
  '-Infinity',
  '1e999',
  '-1e999',
  '-0',
  '0',
  '-1',
  '0.5',
  '5e-324',
  '1e-7',
  '9007199254740992',
  '9007199254740993',
  '2147483648',
  '2147483649',
  '8.64e15',
  '8640000000000001',
  '1.7976931348623157e308',
  '01',
  '0x10',
  '1_000',
  '"1"',
  'null',
  '[1]',
  '1n',
  '2',
  '-840',
  '1000',
] as const;

const oddTexts = [
  '',
  ' ',
  '#',
  '/',
  'CELL',
  'CELL#',
  'NODE#n1',
  'c0000#NODE',
  'run-1#c0000',
  '../c0000',
  '..',
  '.',
  '-',
  'run-1 ',
  ' c0000',
  'c0000\n',
  '\u0000',
  'n1\u0000',
  '\ud800',
  '\udc00n',
  '\uffff',
  '\ufffe',
  '\u202en1',
  'n1\u200b',
  'e\u0301',
  '\u00e9',
  '\u{1f4a5}',
  'NULL',
  'undefined',
  '__proto__',
  'constructor',
  'prototype',
  'n'.repeat(64),
  'n'.repeat(65),
  '$ne',
  '${jndi:x}',
  ':was',
  'a,b',
  'A'.repeat(42),
  'A'.repeat(43),
  `${'A'.repeat(42)}=`,
  'NodeLeft',
  'nodeleft',
  'HealStepDue',
].map(asJson);

const values = ['true', 'false', 'null', '[]', '{}', '"x"', '3', '[[]]', '{"length":5}'] as const;

/** Puts something else in the place of one field's value. */
function oddValue(
  [random, queue, nowMs]: Parameters<Breakage>,
  fields: readonly string[],
  odd: readonly string[],
): string {
  const event = aValidMessage(random, queue, nowMs) as unknown as Record<string, unknown>;
  const there = fields.filter((path) => (path.split('.')[0] ?? '') in event);
  const [field = '', inner] = (there[below(random, there.length)] ?? '').split('.');
  const text = odd[below(random, odd.length)] ?? '';
  const before = event[field] as Record<string, unknown> | undefined;
  event[field] = inner === undefined ? placeholder : { ...before, [inner]: placeholder };
  return JSON.stringify(event).replace(JSON.stringify(placeholder), () => text);
}

const placeholder = 'here it goes';

const extraKeys = [
  '__proto__',
  'constructor',
  'prototype',
  'admin',
  '',
  ' type',
  'Type',
  'epoch ',
  'toString',
  '\u0000',
  '\ud800',
  '\uffff',
  '\ufffe',
  '\u202e',
  '\u{1f4a5}',
  'k'.repeat(1000),
  '0',
].map(asJson);

const extraValues = ['1', 'null', '{"isAdmin":true}', '{"__proto__":{"isAdmin":true}}'] as const;

/** At the top or inside a log-in's proof. */
function extraField(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const text = valid(random, queue, nowMs);
  const field = `${extraKeys[below(random, extraKeys.length)]}:${oneOf(random, extraValues)},`;
  const isInside = random() < 0.5 && text.includes('"proof":{');
  return isInside
    ? text.replace('"proof":{', () => `"proof":{${field}`)
    : `{${field}${text.slice(1)}`;
}

function missingField(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const fields = Object.entries(aValidMessage(random, queue, nowMs));
  fields.splice(below(random, fields.length), 1);
  return JSON.stringify(Object.fromEntries(fields));
}

/** JSON allows it, and the last one counts. */
function fieldTwice(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const event = aValidMessage(random, queue, nowMs);
  const [field, value] = oneOf(random, [
    ['epoch', '0'],
    ['epoch', '1'],
    ['cell', '"c0000#NODE"'],
    ['type', '"NodeLost"'],
    ['__proto__', '{}'],
  ]);
  const text = JSON.stringify(event);
  const twice = `${JSON.stringify(field)}:${value}`;
  return random() < 0.5 ? `{${twice},${text.slice(1)}` : `${text.slice(0, -1)},${twice}}`;
}

function otherQueue(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const others = (['membership', 'login', 'heal'] as const).filter((one) => one !== queue);
  return valid(random, others[below(random, 2)] ?? 'heal', nowMs);
}

function enveloped(...[random, queue, nowMs]: Parameters<Breakage>): string {
  const text = valid(random, queue, nowMs);
  return oneOf(random, [
    JSON.stringify(text),
    `[${text}]`,
    JSON.stringify({ Type: 'Notification', Message: text }),
    JSON.stringify({ Records: [{ body: text }] }),
    `{"event":${text}}`,
    `${text}${text}`,
    `${text}\n`,
  ]);
}

function deeplyNested(random: SeededRandom): string {
  const levels = 10_000;
  return oneOf(random, [
    '['.repeat(levels) + ']'.repeat(levels),
    '['.repeat(levels),
    `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`,
    `{"type":"NodeLeft","epoch":${'['.repeat(levels)}${']'.repeat(levels)}}`,
    `${'{"proof":'.repeat(levels)}null${'}'.repeat(levels)}`,
  ]);
}

function longText(random: SeededRandom, queue: QueueName, nowMs: number, length: number): string {
  const long = oneOf(random, ['k', '\u{1f4a5}', '"', '\\']).repeat(length / 4);
  const event = aValidMessage(random, queue, nowMs);
  return oneOf(random, [
    JSON.stringify({ ...event, [long]: 1 }),
    JSON.stringify({ ...event, id: long }),
    JSON.stringify({ ...event, runId: 'r'.repeat(length) }),
    ' '.repeat(length) + JSON.stringify(event),
  ]);
}

/** As JSON, with those characters escaped that SQS would refuse and JSON would not. */
function asJson(text: string): string {
  const escaped = (one: string) => `\\u${one.charCodeAt(0).toString(16)}`;
  return JSON.stringify(text).replaceAll(/[\ufffe\uffff]/g, escaped);
}

/** SQS refuses what is not a character of XML 1.0, so no function ever sees it, but escaped. */
function takenByQueues(body: string): string {
  const untaken = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;
  return body.replaceAll(untaken, '\ufffd') || ' ';
}
