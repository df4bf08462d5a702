// The queries of docs/operations.md against the lines that the functions write.
import { readFileSync } from 'node:fs';
import type { LogEntry } from '#adapters/runtime.ts';
import { aSupernodesNode, aWaitingNode } from '#testing/domain/builders.ts';
import { aControlPlane, throttle } from '../handlers/control-plane.ts';
import { aSignedLogin } from '../handlers/login/signed-login.ts';

const [, page = ''] = readFileSync('docs/operations.md', 'utf8').split('## Follow a message');
const [section = ''] = page.split(/^## /m);
const queries = [...section.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, query = '']) => query);
const tableFields = [...section.matchAll(/^\| (`[^|]+`) \|/gm)].flatMap(([, cell = '']) =>
  [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
);

/** One line of each kind that is about a message. */
async function writtenLines(): Promise<readonly LogEntry[]> {
  const plane = await aControlPlane([aSupernodesNode(), aWaitingNode({ nodeId: 'n1' })], []);
  plane.interfere = throttle('SendMessageBatch', 1);
  await plane.deliver('login', aSignedLogin({ nodeId: 'n1' }));
  await plane.deliver('login', 'nonsense');
  return plane.logs;
}

/** What a query takes for a field: a word that is no command, function, alias or text. */
function fieldsOf(query: string): string[] {
  const bare = query.replace(/"[^"]*"/g, '').replace(/\bas \w+/g, '');
  const aliases = [...query.matchAll(/\bas (\w+)/g)].map(([, name]) => name);
  const known = /^(fields|filter|sort|stats|by|in|like|and|count|desc)$/;
  const words = [...bare.matchAll(/(?<!@)\b[a-z]\w*/gi)].map(([word]) => word);
  return words.filter((word) => !known.test(word) && !aliases.includes(word));
}

test('each kind of line about a message is written', async () => {
  const kinds = (await writtenLines()).map(({ message }) => message);
  expect(kinds).toEqual(['send failed', 'message failed', 'message quarantined']);
});

test('every field of every query is one that the lines have', async () => {
  const written = new Set((await writtenLines()).flatMap((line) => Object.keys(line)));
  expect(queries).toHaveLength(3);
  for (const query of queries) {
    const fields = fieldsOf(query);
    expect(fields.length).toBeGreaterThan(4);
    expect(fields.filter((field) => !written.has(field))).toEqual([]);
  }
});

test('the page names each field of the lines, and no other', async () => {
  const lines = await writtenLines();
  const written = new Set(lines.flatMap((line) => Object.keys(line)));
  for (const name of ['level', 'message']) written.delete(name);
  expect([...tableFields].sort()).toEqual([...written].sort());
});

test('the texts that a query looks for are those of the lines', async () => {
  const [, , frequent = ''] = queries;
  const named = [...frequent.matchAll(/"([^"]+)"/g)].map(([, text]) => text);
  const written = (await writtenLines()).map(({ message }) => message);
  expect(named.sort()).toEqual([...written].sort());
});

test('a field that no line has would be seen', () => {
  expect(fieldsOf('fields @timestamp, nodeId | filter a.b = "x y"')).toContain('nodeId');
});
