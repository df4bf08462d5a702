import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { readStackTemplate } from '#runner/local/stack-template.ts';
import { PERMISSIONS_PAGE_PATH, permissionsPage } from './permissions-page.ts';

test('the page is what the template gives', () => {
  expect(readFileSync(PERMISSIONS_PAGE_PATH, 'utf8')).toBe(permissionsPage());
});

test('a new right changes the page', () => {
  const template = readStackTemplate(resolve('cli'));
  const text = JSON.stringify(template);
  const changed = text.replace('"dynamodb:UpdateItem"', '"dynamodb:DeleteTable"');
  expect(changed).not.toBe(text);
  const page = permissionsPage(JSON.parse(changed));
  expect(page).toContain('`dynamodb:DeleteTable`');
});
