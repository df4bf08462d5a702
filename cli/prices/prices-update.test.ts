// `prices update` against real files over real HTTP, on loopback.
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { PriceBook, PriceTier } from '#pricing/price-book.ts';
import { readPriceBook, shippedPriceBook } from '#runner/pricing/read-price-book.ts';
import { runCommand } from '#testing/cli/child-command.ts';
import { observeNetwork } from '#testing/cli/network-observer.ts';
import {
  filesOfBook,
  fileVersion,
  type PriceServer,
  priceFile,
  servePriceFiles,
} from '#testing/pricing/price-files.ts';
import { pricesCommand } from './prices-command.ts';

let folder: string;
let server: PriceServer;
/** The files that the server has, by service code. */
let files: Record<string, string>;
let status: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'rebootstorm-prices-'));
  files = filesOfBook(shippedPriceBook('us-east-1'));
  status = 200;
  server = await servePriceFiles((code) => ({ status, text: files[code] ?? '' }));
});

afterEach(() => {
  server.stop();
  rmSync(folder, { recursive: true, force: true });
});

const day = '2026-12-02';

async function update(region = 'us-east-1', today = day) {
  let [stdout, stderr] = ['', ''];
  const say = (text: string | Uint8Array) => {
    stdout += text;
    return true;
  };
  const complain = (text: string | Uint8Array) => {
    stderr += text;
    return true;
  };
  const exitCode = await pricesCommand(
    { action: 'update', region, from: server.url, out: folder },
    { stdout: { write: say }, stderr: { write: complain }, today },
  );
  return { exitCode, stdout, stderr };
}

const bookOf = (region = 'us-east-1', today = day) =>
  readPriceBook(join(folder, `${region}.${today}.json`));

/** The shipped book with other tiers for one meter. */
function withTiers(meter: string, tiers: readonly PriceTier[], book = usEast1()): PriceBook {
  return {
    ...book,
    prices: book.prices.map((price) => (price.meter === meter ? { ...price, tiers } : price)),
  };
}

const usEast1 = () => shippedPriceBook('us-east-1');

test('what changed is shown with the old price, the new one and the difference', async () => {
  files = filesOfBook(withTiers('dynamodb.writeUnits', [{ fromUnits: 0, usdPerUnit: 5e-7 }]));
  const { exitCode, stdout } = await update();
  expect(exitCode).toBe(0);
  expect(stdout).toMatch(
    /writeUnits +\$0\.625 a million write units +\$0\.50 a million write units +-20\.0 %\n/,
  );
  expect(stdout.match(/%/g)).toHaveLength(1);
  expect(stdout).toContain(`Written: ${join(folder, 'us-east-1.2026-12-02.json')}\n`);
  const { prices } = bookOf();
  expect(prices.find(({ meter }) => meter === 'dynamodb.writeUnits')).toMatchObject({
    tiers: [{ fromUnits: 0, usdPerUnit: 5e-7 }],
    confidence: 'found',
  });
});

test('the new book says from which version of which file each price is, and when', async () => {
  await update();
  const { asOf, offers, freeTier } = bookOf();
  expect(asOf).toBe(day);
  expect(offers.AWSLambda).toEqual({
    version: fileVersion,
    publishedAt: '2026-12-01T10:11:12Z',
    source: `${server.url}/offers/v1.0/aws/AWSLambda/${fileVersion}/us-east-1/index.json`,
  });
  expect(freeTier).toEqual(usEast1().freeTier);
});

test('a book that says the same has the same tiers, and no change is shown', async () => {
  const { stdout } = await update();
  expect(stdout).toMatch(/^No price differs from the prices that ship \(2026-11-30\)\.\n/);
  const tiersOf = ({ prices }: PriceBook) => prices.map(({ meter, tiers }) => [meter, tiers]);
  expect(tiersOf(bookOf())).toEqual(tiersOf(usEast1()));
});

test('a tier that comes and one that goes are shown by where they begin', async () => {
  const tiers = [
    { fromUnits: 0, usdPerUnit: 4e-7 },
    { fromUnits: 5e10, usdPerUnit: 2e-7 },
  ];
  files = filesOfBook(withTiers('sqs.standardRequests', tiers));
  const { stdout } = await update();
  expect(stdout).toMatch(/from 50,000,000,000 +– +\$0\.20 a million requests +new\n/);
  expect(stdout).toMatch(/from 200,000,000,000 +\$0\.24 a million requests +– +gone\n/);
});

test("a free first tier is AWS's free tier, and no price of the book", async () => {
  const tiers = [
    { fromUnits: 0, usdPerUnit: 0 },
    { fromUnits: 25, usdPerUnit: 0.25 },
  ];
  files = filesOfBook(withTiers('dynamodb.storageByteHours', tiers));
  const { stdout } = await update();
  expect(stdout).toMatch(/^No price differs/);
});

test('the next book is compared with the one before, and nothing is overwritten', async () => {
  await update();
  files = filesOfBook(withTiers('logs.bytes', [{ fromUnits: 0, usdPerUnit: 0.55 }]));
  const first = readFileSync(join(folder, 'us-east-1.2026-12-02.json'), 'utf8');
  await expect(update()).rejects.toThrow(/2026-12-02\.json: it is there already/);
  expect(readFileSync(join(folder, 'us-east-1.2026-12-02.json'), 'utf8')).toBe(first);
  const { stdout } = await update('us-east-1', '2026-12-03');
  expect(stdout).toMatch(/logs\.bytes +\$0\.50 a GB +\$0\.55 a GB +\+10\.0 %/);
  expect(stdout).toMatch(/us-east-1\.2026-12-02\.json +now/);
});

test('a region that does not ship gets a book; what is not sold there has no price', async () => {
  const virginia = usEast1();
  const prices = virginia.prices
    .filter(({ meter }) => meter !== 'sqs.fairRequests')
    .map((price) => ({ ...price, usageType: `EUW2-${price.usageType}` }));
  files = filesOfBook({ ...virginia, region: 'eu-west-2', prices });
  const { stdout } = await update('eu-west-2');
  expect(stdout).toMatch(/sqs\.standardRequests +– +\$0\.40 a million requests +new/);
  expect(stdout).toMatch(/Not read: sqs\.fairRequests: AWSQueueService has no product called /);
  const book = bookOf('eu-west-2');
  expect(book.prices.map(({ meter }) => meter)).not.toContain('sqs.fairRequests');
  expect(book.freeTier).toEqual(virginia.freeTier);
});

test('what differs in nothing but its price is not guessed: the old price stands', async () => {
  const sold = [0.5, 0.7].map((usdPerUnit) => ({
    usageType: 'USE1-DataProcessing-Bytes',
    tiers: [{ fromUnits: 0, usdPerUnit }],
  }));
  files.AmazonCloudWatch = JSON.stringify(priceFile('AmazonCloudWatch', 'us-east-1', sold));
  const { stdout } = await update();
  expect(stdout).toMatch(/Not read: logs\.bytes: AmazonCloudWatch has several called USE1-Data/);
  const kept = usEast1().prices.find(({ meter }) => meter === 'logs.bytes');
  expect(bookOf().prices.find(({ meter }) => meter === 'logs.bytes')).toEqual(kept);
});

test('neighbours of a product are not taken for it', async () => {
  const price = (usdPerUnit: number) => [{ fromUnits: 0, usdPerUnit }];
  const sold = [
    { usageType: 'IA-WriteRequestUnits', tiers: price(1) },
    { usageType: 'USE1-IA-WriteRequestUnits', tiers: price(2) },
    { usageType: 'ReplWriteRequestUnits', tiers: price(3) },
    { usageType: 'EUW1-WriteRequestUnits', regionCode: 'eu-west-1', tiers: price(4) },
    { usageType: 'WriteRequestUnits', tiers: price(5e-7) },
  ];
  files.AmazonDynamoDB = JSON.stringify(priceFile('AmazonDynamoDB', 'us-east-1', sold));
  const { stdout } = await update();
  expect(stdout.match(/ %/g)).toHaveLength(1);
  expect(stdout).toMatch(/dynamodb\.writeUnits .*-20\.0 %/);
});

/** Changes the first line of a file that matches. @returns its number */
function spoil(code: string, line: RegExp, words: string): number {
  const lines = (files[code] ?? '').split('\n');
  const index = lines.findIndex((text) => line.test(text));
  expect(index).toBeGreaterThan(0);
  files[code] = lines.with(index, words).join('\n');
  return index + 1;
}

const dimensionField =
  'terms\\.OnDemand\\.AWSQUESKU0\\.AWSQUESKU0\\.JRTCKXETXF\\.priceDimensions' +
  '\\.AWSQUESKU0\\.JRTCKXETXF\\.6YS6EN2CT7';

test.each<[string, RegExp, string, string]>([
  [
    'a negative price',
    /"USD"/,
    '"USD": "-0.0000004"',
    `${dimensionField}\\.pricePerUnit\\.USD: expected a price in dollars from 0, got '-0\\.0000`,
  ],
  [
    'a price that is no number',
    /"USD"/,
    '"USD": ""',
    `${dimensionField}\\.pricePerUnit\\.USD: expected a price in dollars from 0, got ''`,
  ],
  [
    'another currency',
    /"USD"/,
    '"CNY": "0.0000030"',
    `${dimensionField}\\.pricePerUnit: expected a price in USD, got CNY`,
  ],
  [
    'overlapping tiers',
    /"endRange"/,
    '"endRange": "200000000000",',
    `${dimensionField}1\\.beginRange: 100000000000 overlaps the tier before it, up to 200000000000`,
  ],
  [
    'a gap between tiers',
    /"endRange"/,
    '"endRange": "50000000000",',
    `${dimensionField}1\\.beginRange: nothing has a price from 50000000000 to 100000000000`,
  ],
  [
    'a price of a thousand',
    /"unit"/,
    '"unit": "1K Requests",',
    `${dimensionField}\\.unit: expected a price of one unit, got one of '1K Requests'`,
  ],
  ['another service', /"offerCode"/, '"offerCode": "AmazonSNS",', 'offerCode: expected AWSQueueS'],
  ['no date', /"publicationDate"/, '', 'publicationDate: it is missing'],
])('%s is refused, with file, line and field, and nothing is written', async (what, ...given) => {
  const [line, words, reason] = given;
  const at = spoil('AWSQueueService', line, words);
  const url = `${server.url}/offers/v1.0/aws/AWSQueueService/current/us-east-1/index.json`;
  // For a missing value, the line is where the value should be. A next tier has another line.
  const shown = /beginRange|pricePerUnit:|missing/.test(reason) ? '\\d+' : at;
  await expect(update()).rejects.toThrow(new RegExp(`${url}: line ${shown}, ${reason}`));
  expect({ what, written: readdirSync(folder) }).toEqual({ what, written: [] });
});

test('a file of another region, and one that is no JSON, are refused', async () => {
  files.AWSXRay = JSON.stringify(priceFile('AWSXRay', 'eu-west-1', []));
  await expect(update()).rejects.toThrow(/line 1, products: none is of the region us-east-1/);
  files = { ...files, AWSXRay: '{\n"offerCode": oops' };
  await expect(update()).rejects.toThrow(/AWSXRay.*: line 2: it is not valid JSON: /);
  expect(readdirSync(folder)).toEqual([]);
});

test('a book before that is broken is refused, and stays as it is', async () => {
  const old = join(folder, 'us-east-1.2026-11-01.json');
  writeFileSync(old, '{ "region": "us-east-1" }');
  await expect(update()).rejects.toThrow(/us-east-1\.2026-11-01\.json: line 1, /);
  expect(readdirSync(folder)).toEqual(['us-east-1.2026-11-01.json']);
});

test.each([404, 302])('a file that is answered with %d is not had, nor followed', async (code) => {
  status = code;
  files.AWSQueueService = 'http://192.0.2.1/';
  const { exitCode, stderr } = await update();
  expect(exitCode).toBe(69);
  expect(stderr).toMatch(
    new RegExp(`^error: ${server.url}/.* cannot be read: it was answered with status ${code}; not`),
  );
  expect(server.asked).toHaveLength(1);
  expect(readdirSync(folder)).toEqual([]);
});

test('from the command line it asks the typed address alone, through no proxy', async () => {
  const watch = observeNetwork(folder);
  const proxy = 'http://127.0.0.1:9';
  const env = { ...watch.env, NODE_USE_ENV_PROXY: '1', HTTP_PROXY: proxy, http_proxy: proxy };
  const out = join(folder, 'out');
  const words = ['prices', 'update', '--from', server.url, '--out', out];
  const { exitCode, stderr } = await runCommand(words, { env });
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { left, stayed } = watch.seen();
  expect({ left, stayed: [...new Set(stayed)] }).toEqual({
    left: [],
    stayed: [`STAYED connect ${server.url.slice('http://'.length)}`],
  });
  expect(server.asked).toHaveLength(8);
  expect(server.asked[0]).toMatch(/\/AWSQueueService\/current\/us-east-1\/index\.json$/);
});

test('without an address it would ask AWS, and the watch sees that it does', async () => {
  const watch = observeNetwork(folder);
  const out = join(folder, 'out');
  const { exitCode } = await runCommand(['prices', 'update', '--out', out], { env: watch.env });
  expect(exitCode).toBe(69);
  const [first] = watch.seen().left;
  expect(first).toMatch(/^LEFT (lookup|connect) pricing\.us-east-1\.amazonaws\.com/);
  expect(existsSync(out)).toBe(false);
});

test.each([
  [['--region', 'eu-wst-1'], /No region is called 'eu-wst-1'\. Did you mean eu-west-1\?/],
  [['--from', 'http://192.0.2.1'], /It takes an address that begins with https:/],
  [['--from', 'https://me:secret@example.invalid'], /It takes an address that begins with/],
])('%j is refused as usage', async (words, reason) => {
  const { exitCode, stderr } = await runCommand(['prices', 'update', ...words]);
  expect(exitCode).toBe(64);
  expect(stderr).toMatch(reason);
});
