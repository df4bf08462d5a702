import { priceBookFrom } from '#runner/pricing/read-price-book.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { formatListPrice } from './format-list-price.ts';

test('the list says which regions ship, from when, and what is less than sure', async () => {
  const { stdout, exitCode } = await runCommand(['prices', 'list']);
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(/us-east-1 +\d{4}-\d\d-\d\d +25 +0 +–\n/);
  expect(stdout).toMatch(/eu-central-1 +\d{4}-\d\d-\d\d +24 +\d+ +lambda\.pollerHours\n/);
});

test('a region is shown with every tier, what has no price, and what is free', async () => {
  const { stdout } = await runCommand(['prices', 'show', 'ap-southeast-2']);
  expect(stdout).toMatch(/^ap-southeast-2, list prices in USD as of /);
  expect(stdout).toMatch(/dynamodb\.writeUnits +\$0\.71 a million write units +found /);
  expect(stdout).toMatch(/Lambda +lambda\.pollerHours +no price\n/);
  expect(stdout).toContain('25 GB-months (dynamodb.storageByteHours)');
  const virginia = await runCommand(['prices', 'show', 'us-east-1']);
  expect(virginia.stdout).toMatch(/ {2}from 100,000,000,000 a month +\$0\.30 a million requests\n/);
});

test('as JSON it is a book that --prices would take', async () => {
  const { stdout } = await runCommand(['prices', 'show', 'us-east-1', '--json']);
  expect(priceBookFrom('shown.json', stdout).prices).toHaveLength(25);
  const file = await runCommand(['prices', 'show', 'pricing/books/us-east-1.json', '--json']);
  expect(file.stdout).toBe(stdout);
});

test.each([
  [
    ['show', 'eu-centrl-1'],
    /no prices ship for the region 'eu-centrl-1'. Did you mean eu-central-1/,
  ],
  [['show', './none.json'], /\.\/none\.json: there is no such file/],
  [['shw'], /unknown command 'shw'/],
  [[], /Usage: rebootstorm prices/],
])('prices %j is refused in words', async (words, reason) => {
  const { stderr, exitCode } = await runCommand(['prices', ...words]);
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(reason);
});

test('a unit costs what it costs, and a cheap one is named by the million', () => {
  expect(formatListPrice('cloudwatch.alarmHours', 0.1)).toBe('$0.10 an alarm-month');
  expect(formatListPrice('dynamodb.recoveryByteHours', 0.2448)).toBe('$0.2448 a GB-month');
  expect(formatListPrice('lambda.armGbSeconds', 0.0000133334)).toBe(
    '$13.3334 a million GB-seconds',
  );
  expect(formatListPrice('dynamodb.provisionedReadUnitHours', 0.0001586)).toBe(
    '$0.0001586 a unit-hour',
  );
  expect(formatListPrice('sqs.fairRequests', 0)).toBe('$0.00 a request');
});
