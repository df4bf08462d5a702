import { findResolvedAddresses } from './lockfile-rules.ts';

test('a lock file with an address is found', () => {
  const lock = (entry: object) => JSON.stringify({ packages: { 'node_modules/zod': entry } });
  expect(findResolvedAddresses('package-lock.json', lock({ version: '4.6.7' }))).toEqual([]);
  const address = 'https://example.org/zod.tgz';
  expect(findResolvedAddresses('package-lock.json', lock({ resolved: address }))).toHaveLength(1);
});
