import { wrapOnTerminal, wrapWide } from './wrap-output.ts';

const prose =
  'The design promises its tolerances for medians of ten seeds, and these were fewer than that.';

test.each([40, 80])('no line of prose or of a table is wider than %i columns', (columns) => {
  const row = `  ${['a name', '12,345', '678.90', '0.12 %', 'a source'].join('             ')}`;
  const lines = wrapWide(`${prose}\n${row}\n\n`, columns).split('\n');
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(columns);
  const words = (text: string) => text.split(/\s+/).filter((word) => word !== '');
  expect(words(lines.join('\n'))).toEqual(words(`${prose}\n${row}`));
});

test('what follows of a line stands to the right of its beginning', () => {
  expect(wrapWide(`  ${prose}`, 40).split('\n')[1]).toMatch(/^ {4}\S/);
});

test('a meaning stands below its word, or beside it where there is room', () => {
  expect(
    wrapWide('  $ npx rebootstorm demo          the storm of August 2007, both policies', 40),
  ).toBe('  $ npx rebootstorm demo\n    the storm of August 2007, both\n    policies');
  expect(wrapWide('requests   33,599 came and 2,771 were answered in time', 40)).toBe(
    'requests   33,599 came and 2,771 were\n           answered in time',
  );
  const alone = wrapWide(`${' '.repeat(43)}days of flood, on the twin`, 40);
  expect(alone).toBe('          days of flood, on the twin');
});

test('the last column of a table is broken below itself, where it has the room', () => {
  const row = '✓ one-home  holds  A client has one home, and a supernode has none';
  const below = ' '.repeat('✓ one-home  holds  '.length);
  const lines = [
    '✓ one-home  holds  A client has one',
    `${below}home, and a supernode`,
    `${below}has none`,
  ];
  expect(wrapWide(row, 40)).toBe(lines.join('\n'));
});

test('what fits, a word that is too long, and a redrawn line stay as they are', () => {
  const path = `/${'a'.repeat(60)}`;
  expect(wrapWide(`Report: ${path}\n`, 40)).toBe(`Report:\n  ${path}\n`);
  expect(wrapWide('short\n', 40)).toBe('short\n');
  const redrawn = `\r\u001b[2K${prose}`;
  expect(wrapWide(redrawn, 40)).toBe(redrawn);
});

test.each([
  `${' '.repeat(22)}mend it: aws service-quotas request-service-quota-increase --quota-code L-B99`,
  'The same command goes on from there: npx rebootstorm sweep drill --vary timings.leaseMs=1h',
  '    aws sqs delete-queue --queue-url http://localhost:4566/000000000000/login',
])('a command to copy is left in one line: %s', (line) => {
  expect(wrapWide(`${line}\n`, 40)).toBe(`${line}\n`);
});

test('prose that names a program is broken, and so is a usage', () => {
  for (const line of [`${prose} npx runs them`, `Usage: rebootstorm sweep [options] ${prose}`])
    expect(wrapWide(line, 40)).toContain('\n');
});

test('a pipe gets each line whole, and a terminal only what begins a line', () => {
  const written: unknown[] = [];
  const stream = (isTTY: boolean) => ({
    isTTY,
    columns: 40,
    write: (...parts: unknown[]) => written.push(parts[0]) > 0,
  });
  const pipe = stream(false);
  wrapOnTerminal(pipe);
  pipe.write(prose);
  const terminal = stream(true);
  wrapOnTerminal(terminal);
  terminal.write('first ');
  terminal.write(`${prose}\n`);
  terminal.write(`${prose}\n`);
  expect(written.slice(0, 3)).toEqual([prose, 'first ', `${prose}\n`]);
  expect(String(written[3]).split('\n')[0]?.length).toBeLessThanOrEqual(40);
});
