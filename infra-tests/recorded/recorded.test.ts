// The local cloud answers as AWS was recorded to, but where a row says that it does not.
import { localCloudEngine } from '../contract/engines/local-cloud-engine.ts';
import { allRows } from './all-rows.ts';
import { complaintAbout, judgeRow } from './judge-row.ts';

const limitMs = 20_000;
const services = [...new Set(allRows.map(({ service }) => service))];

describe.each(services)('as recorded: %s', (service) => {
  const rows = allRows.filter((row) => row.service === service);

  test.each(rows.map((row) => [row.title, row] as const))(
    '%s',
    async (_title, row) => {
      const verdict = await judgeRow(await localCloudEngine.start(), row);
      expect(complaintAbout(row, verdict)).toBeUndefined();
    },
    limitMs,
  );
});

test('no two rows have the same title', () => {
  const titles = allRows.map(({ service, title }) => `${service}: ${title}`);
  expect(titles.filter((title, index) => titles.indexOf(title) !== index)).toEqual([]);
});

test('every row says who recorded it and when', () => {
  const isNamed = ({ suite, test: name, date }: (typeof allRows)[number]['source']) =>
    suite !== '' && name !== '' && /^20\d\d-\d\d(-\d\d)?$/.test(date);
  expect(allRows.filter(({ source }) => !isNamed(source)).map(({ title }) => title)).toEqual([]);
});
